import { Code, Table, Text } from '@mantine/core';
import { EmptyState, useFormat, useText } from '../../../designer/kit/index.ts';
import type { Json } from '../../../designer/kit/index.ts';

/** The data of a case by name. */
export function VariableList({ variables }: { readonly variables: Json }) {
  const { t } = useText('inbox');
  const entries = Object.entries(variables).toSorted(([left], [right]) => left.localeCompare(right));
  if (entries.length === 0) return <EmptyState title={t('noData')} />;
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {entries.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={500} w="35%">
                {name}
              </Table.Th>
              <Table.Td>
                <Value value={value} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value({ value }: { readonly value: unknown }) {
  const { t } = useText('inbox');
  const format = useFormat();
  if (value === null || value === undefined || value === '')
    return (
      <Text span c="dimmed">
        –
      </Text>
    );
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return format.decimal(value);
  if (typeof value === 'string') return value;
  return (
    <Code block style={{ maxHeight: 180, overflow: 'auto' }}>
      {JSON.stringify(value, null, 2)}
    </Code>
  );
}
