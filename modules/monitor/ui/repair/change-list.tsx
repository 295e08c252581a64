import { Badge, Stack, Table, Text, Title } from '@mantine/core';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import { useMonitorText } from '../texts.ts';
import { nameIn } from './plan.ts';
import type { MigrationChange } from './repair-api.ts';

const colors: Readonly<Record<MigrationChange['change'], string>> = { kept: 'green', rebuilt: 'yellow', opened: 'lane', closed: 'gray' };

/** What a migration does to each part of an instance: visits, tasks, work, timers, messages, tokens. */
export function ChangeList(props: {
  readonly source: ProcessDefinition;
  readonly target: ProcessDefinition;
  readonly changes: readonly MigrationChange[];
}) {
  const { t } = useMonitorText();
  const { source, target, changes } = props;
  const placeText = ({ elementId, targetElementId }: MigrationChange): string => {
    const before = elementId === null ? null : nameIn(source, elementId);
    const after = targetElementId === null ? null : nameIn(target, targetElementId);
    if (before === null || after === null || before === after) return after ?? before ?? '';
    return `${before} → ${after}`;
  };
  return (
    <Stack gap="xs" component="section" aria-label={t('repair.changes')} data-testid="migration-changes">
      <Title order={2} size="h5">
        {t('repair.changes')}
      </Title>
      {changes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('repair.changesNone')}
        </Text>
      ) : (
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {changes.map((change, index) => (
              <Table.Tr key={`${index}.${change.subject}.${change.id ?? 'new'}`}>
                <Table.Td>
                  <Text size="sm">{t(`subject.${change.subject}`, { defaultValue: change.subject })}</Text>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" className="lw-wrap">
                    {placeText(change)}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  <Badge size="sm" variant="light" tt="none" color={colors[change.change]}>
                    {t(`change.${change.change}`)}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
