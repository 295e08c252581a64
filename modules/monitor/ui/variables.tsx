import { ActionIcon, Button, Code, Group, JsonInput, Modal, Stack, Table, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState, ErrorState, Loaded, useSession, type InstanceDetail } from '../../../designer/kit/index.ts';
import { useSetVariable, useVariables, type Variable } from './api.ts';
import { useMonitorText } from './texts.ts';

/** The variables of every scope; those who may act on instances can change them. */
export function Variables({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useMonitorText();
  const variables = useVariables(instance.id);
  const session = useSession();
  const [editing, setEditing] = useState<Variable | null>(null);
  const roles = session.data?.user.roles ?? [];
  const mayEdit =
    (roles.includes('manager') || roles.includes('admin')) && (instance.status === 'active' || instance.status === 'suspended');
  return (
    <Loaded query={variables} minHeight={100}>
      {(page) =>
        page.items.length === 0 ? (
          <EmptyState title={t('variables.none')} />
        ) : (
          <>
            <Table verticalSpacing="xs" layout="fixed">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w="32%">{t('variables.name')}</Table.Th>
                  <Table.Th>{t('variables.value')}</Table.Th>
                  {mayEdit ? <Table.Th w={48} aria-label={t('variables.edit')} /> : null}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {page.items.map((each) => (
                  <Table.Tr key={`${each.scopeId}.${each.name}`} data-testid={`variable-${each.name}`}>
                    <Table.Td valign="top">
                      <Text size="sm" fw={500} className="lw-wrap">
                        {each.name}
                      </Text>
                      {each.scopeElementId === instance.processId ? null : (
                        <Text size="xs" c="dimmed" className="lw-wrap">
                          {t('variables.local', { element: each.scopeElementId })}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Value value={each.value} />
                    </Table.Td>
                    {mayEdit ? (
                      <Table.Td valign="top">
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          aria-label={t('variables.editOne', { name: each.name })}
                          onClick={() => setEditing(each)}
                        >
                          <IconPencil size={16} />
                        </ActionIcon>
                      </Table.Td>
                    ) : null}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Modal opened={editing !== null} onClose={() => setEditing(null)} title={t('variables.editOne', { name: editing?.name ?? '' })}>
              {editing === null ? null : <VariableForm instanceId={instance.id} variable={editing} onDone={() => setEditing(null)} />}
            </Modal>
          </>
        )
      }
    </Loaded>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (typeof value === 'object' && value !== null) return <Code block>{JSON.stringify(value, null, 2)}</Code>;
  return <Code className="lw-wrap">{JSON.stringify(value)}</Code>;
}

function VariableForm({
  instanceId,
  variable,
  onDone,
}: {
  readonly instanceId: string;
  readonly variable: Variable;
  readonly onDone: () => void;
}) {
  const { t } = useMonitorText();
  const set = useSetVariable(instanceId);
  const [text, setText] = useState(JSON.stringify(variable.value, null, 2));
  const parsed = parseJson(text);
  return (
    <Stack gap="sm">
      <JsonInput
        label={t('variables.value')}
        description={t('variables.jsonHint')}
        value={text}
        onChange={setText}
        error={parsed === null ? t('variables.badJson') : undefined}
        autosize
        minRows={3}
        maxRows={16}
        data-autofocus
        data-testid="variable-value"
      />
      {set.error === null ? null : <ErrorState error={set.error} />}
      <Group justify="flex-end">
        <Button
          loading={set.isPending}
          disabled={parsed === null}
          onClick={() =>
            parsed !== null && set.mutate({ scopeId: variable.scopeId, name: variable.name, value: parsed.value }, { onSuccess: onDone })
          }
          data-testid="variable-save"
        >
          {t('variables.save')}
        </Button>
      </Group>
    </Stack>
  );
}

/** The value of a JSON text; null (not a value) when it is none. */
function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // What a person is still typing is not yet JSON; the field says so.
    return null;
  }
}
