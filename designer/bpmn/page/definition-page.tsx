import { Badge, Box, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconDownload, IconPencil } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, AppLink, BpmnView, ErrorState, Loaded, Page, useDiagram, useFormat, useGo, type ProcessDefinition } from '../../kit/index.ts';
import { useCreateDraft, useDefinition, useDrafts, useVersions, type Resource } from '../api.ts';
import { download } from '../editor/download.ts';
import { formIdsIn } from '../editor/resources.ts';
import { useDesignerText } from '../texts.ts';

/** One version of a process to look at, the other versions beside it, and the way to edit it as a new draft. */
export function DefinitionPage({ definitionId }: { readonly definitionId: string }) {
  const definition = useDefinition(definitionId);
  return (
    <Box p={{ base: 'sm', sm: 'lg' }}>
      <Loaded query={definition}>{(data) => <Definition definition={data} />}</Loaded>
    </Box>
  );
}

function Definition({ definition }: { readonly definition: ProcessDefinition }) {
  const { t } = useDesignerText();
  const diagram = useDiagram(definition.id);
  const edit = useEditAsDraft(definition);
  return (
    <Page
      title={definition.name}
      beside={<Badge variant="light">{t('definition.version', { version: definition.version })}</Badge>}
      subtitle={definition.note ?? definition.processId}
      back="/designer"
      wide
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            disabled={diagram.data === undefined}
            onClick={() => download(`${definition.processId}.bpmn`, diagram.data ?? '', 'application/xml')}
          >
            {t('definition.download')}
          </Button>
          <Button
            leftSection={<IconPencil size={16} aria-hidden />}
            loading={edit.isPending}
            onClick={() => edit.mutate()}
            data-testid="edit-version"
          >
            {t('definition.edit')}
          </Button>
        </>
      }
    >
      {edit.error === null ? null : <ErrorState error={edit.error} />}
      <OpenDrafts processId={definition.processId} />
      <Loaded query={diagram}>
        {(xml) => <BpmnView xml={xml} height={420} label={t('definition.diagram', { name: definition.name })} />}
      </Loaded>
      <Versions shown={definition} />
    </Page>
  );
}

/** Drafts of the same process, so that nobody starts a second one unknowingly. */
function OpenDrafts({ processId }: { readonly processId: string }) {
  const { t } = useDesignerText();
  const format = useFormat();
  const drafts = useDrafts();
  const own = drafts.data?.items.filter((each) => each.processId === processId) ?? [];
  if (own.length === 0) return null;
  return (
    <Stack gap={4}>
      {own.map((draft) => (
        <Group key={draft.id} gap="xs">
          <Badge variant="dot" color="yellow">
            {t('definition.draft')}
          </Badge>
          <AppLink href={`/designer/drafts/${draft.id}`} size="sm">
            {draft.name}
          </AppLink>
          <Text size="xs" c="dimmed">
            {t('list.updated', { when: format.relative(draft.updatedAt), person: draft.updatedBy?.name ?? '–' })}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

function Versions({ shown }: { readonly shown: ProcessDefinition }) {
  const { t } = useDesignerText();
  const format = useFormat();
  const versions = useVersions(shown.processId);
  return (
    <section aria-labelledby="versions">
      <Title order={2} size="h5" mb="xs" id="versions">
        {t('definition.versions')}
      </Title>
      <Loaded query={versions}>
        {(list) => (
          <Table.ScrollContainer minWidth={560}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('list.version')}</Table.Th>
                  <Table.Th>{t('list.deployed')}</Table.Th>
                  <Table.Th>{t('definition.by')}</Table.Th>
                  <Table.Th>{t('deploy.note')}</Table.Th>
                  <Table.Th>{t('list.running')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.map((each) => (
                  <Table.Tr
                    key={each.id}
                    {...(each.id === shown.id ? { bg: 'var(--mantine-color-default-hover)' } : {})}
                    data-testid={`version-${each.version}`}
                  >
                    <Table.Td>
                      <AppLink href={`/designer/definitions/${each.id}`} aria-current={each.id === shown.id ? 'page' : undefined}>
                        {each.version}
                      </AppLink>
                    </Table.Td>
                    <Table.Td>{format.dateTime(each.deployedAt)}</Table.Td>
                    <Table.Td>{each.deployedBy?.name ?? '–'}</Table.Td>
                    <Table.Td>{each.note ?? ''}</Table.Td>
                    <Table.Td>{each.active}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </section>
  );
}

/** Makes a draft of a version, with the forms that its diagram shows, and opens it. */
function useEditAsDraft(definition: ProcessDefinition) {
  const go = useGo();
  const create = useCreateDraft();
  return useMutation({
    mutationFn: async () => {
      const xml = await api.text(`/process-definitions/${definition.id}/xml`);
      const forms = await Promise.all(formIdsIn(xml).map((formId) => readForm(definition.id, formId)));
      const resources: Resource[] = [{ name: `${definition.processId}.bpmn`, content: xml }, ...forms];
      return create.mutateAsync({ name: definition.name, resources, basedOnDefinitionId: definition.id });
    },
    onSuccess: (draft) => go(`/designer/drafts/${draft.id}`),
  });
}

async function readForm(definitionId: string, formId: string): Promise<Resource> {
  const { form } = await api.get<{ readonly form: object }>(`/process-definitions/${definitionId}/forms/${encodeURIComponent(formId)}`);
  return { name: `${formId}.form`, content: JSON.stringify(form, null, 2) };
}
