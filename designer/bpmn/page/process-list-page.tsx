import './page.css';
import { ActionIcon, Badge, Box, Button, Card, Group, Menu, Stack, Table, Text, Title } from '@mantine/core';
import { IconDots, IconPencil, IconPlus, IconSitemap, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import {
  AppLink,
  ConfirmDialog,
  EmptyState,
  ErrorState,
  Loaded,
  Page,
  PlainLink,
  useFormat,
  useGo,
  useLatestDefinitions,
} from '../../kit/index.ts';
import { useDeleteDraft, useDrafts, type DraftSummary } from '../api.ts';
import { dropOf } from '../editor/use-actions.ts';
import { ImportDialog } from '../import/import-dialog.tsx';
import { useNewDraft } from '../import/use-new-draft.ts';
import { useDesignerText } from '../texts.ts';
import { NewDraftDialog } from './new-draft-dialog.tsx';

/** Everything an analyst works on: drafts, and the latest version of every process. */
export function ProcessListPage({ create }: { readonly create: boolean }) {
  const { t } = useDesignerText();
  const go = useGo();
  const [creating, setCreating] = useState(create);
  const close = (): void => {
    setCreating(false);
    if (create) go('/designer', { replace: true });
  };
  const dropped = useNewDraft();
  return (
    <Box p={{ base: 'sm', sm: 'lg' }} mih="100%" {...dropOf((files) => void dropped.open(files))}>
      <Page
        title={t('list.title')}
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)} data-testid="new-process">
            {t('list.new')}
          </Button>
        }
      >
        {dropped.error === null ? null : <ErrorState error={dropped.error} />}
        <Drafts />
        <Processes onNew={() => setCreating(true)} />
        <NewDraftDialog opened={creating} onClose={close} />
        <ImportDialog importing={dropped.importing} accept={t('import.accept')} />
      </Page>
    </Box>
  );
}

function Drafts() {
  const { t } = useDesignerText();
  const drafts = useDrafts();
  return (
    <section aria-labelledby="drafts">
      <Title order={2} size="h5" mb="xs" id="drafts">
        {t('list.drafts')}
      </Title>
      <Loaded query={drafts} minHeight={80}>
        {(page) =>
          page.items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('list.noDrafts')}
            </Text>
          ) : (
            <div className="lw-draft-cards">
              {page.items.map((draft) => (
                <DraftCard key={draft.id} draft={draft} />
              ))}
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

function DraftCard({ draft }: { readonly draft: DraftSummary }) {
  const { t } = useDesignerText();
  const format = useFormat();
  const remove = useDeleteDraft();
  const [asking, setAsking] = useState(false);
  return (
    <Card withBorder padding="sm" data-testid="draft-card">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2} miw={0}>
          <AppLink href={`/designer/drafts/${draft.id}`} fw={600} truncate>
            {draft.name}
          </AppLink>
          <Text size="xs" c="dimmed">
            {t('list.updated', { when: format.relative(draft.updatedAt), person: draft.updatedBy?.name ?? '–' })}
          </Text>
        </Stack>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('list.more', { name: draft.name })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={PlainLink} href={`/designer/drafts/${draft.id}`} leftSection={<IconPencil size={16} aria-hidden />}>
              {t('list.open')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>
              {t('list.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('list.deleteTitle', { name: draft.name })}
        text={t('list.deleteText')}
        confirm={t('list.delete')}
        danger
        onConfirm={() => remove.mutateAsync(draft.id)}
      />
    </Card>
  );
}

function Processes({ onNew }: { readonly onNew: () => void }) {
  const { t } = useDesignerText();
  const format = useFormat();
  const definitions = useLatestDefinitions();
  return (
    <section aria-labelledby="processes">
      <Title order={2} size="h5" mb="xs" id="processes">
        {t('list.processes')}
      </Title>
      <Loaded query={definitions}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState
              icon={<IconSitemap aria-hidden />}
              title={t('list.empty')}
              description={t('list.emptyHint')}
              action={<Button onClick={onNew}>{t('list.new')}</Button>}
            />
          ) : (
            <Table.ScrollContainer minWidth={560}>
              <Table highlightOnHover verticalSpacing="sm">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('list.process')}</Table.Th>
                    <Table.Th>{t('list.version')}</Table.Th>
                    <Table.Th>{t('list.deployed')}</Table.Th>
                    <Table.Th>{t('list.running')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {page.items.map((each) => (
                    <Table.Tr key={each.id} data-testid={`process-${each.processId}`}>
                      <Table.Td>
                        <AppLink href={`/designer/definitions/${each.id}`} fw={600}>
                          {each.name}
                        </AppLink>
                        <Text size="xs" c="dimmed" ff="monospace">
                          {each.processId}
                        </Text>
                      </Table.Td>
                      <Table.Td>{each.version}</Table.Td>
                      <Table.Td>
                        <Text size="sm">{format.dateTime(each.deployedAt)}</Text>
                        <Text size="xs" c="dimmed">
                          {each.deployedBy?.name ?? '–'}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Group gap={6}>
                          <Text size="sm">{each.active}</Text>
                          {each.incidents > 0 ? (
                            <Badge color="red" variant="light" size="sm">
                              {t('list.incidents', { count: each.incidents })}
                            </Badge>
                          ) : null}
                        </Group>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
    </section>
  );
}
