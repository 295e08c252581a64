import { Badge, Group, ScrollArea, UnstyledButton } from '@mantine/core';
import { useFormat, useText } from '../../../designer/kit/index.ts';
import type { TaskCounts, TaskFilter } from '../../../designer/kit/index.ts';
import { filters } from './inbox-query.ts';
import './inbox.css';

/** The filters of the inbox with the number of tasks behind each. */
export function FilterTabs({
  value,
  counts,
  onChange,
}: {
  readonly value: TaskFilter;
  readonly counts: TaskCounts | undefined;
  readonly onChange: (filter: TaskFilter) => void;
}) {
  const { t } = useText('inbox');
  const format = useFormat();
  return (
    <ScrollArea type="never">
      <Group gap={6} wrap="nowrap" role="group" aria-label={t('filter.label')}>
        {filters.map((filter) => (
          <UnstyledButton key={filter} className="lw-filter" aria-pressed={filter === value} onClick={() => onChange(filter)}>
            {t(`filter.${filter}`)}
            {counts === undefined ? null : (
              <Badge
                size="sm"
                miw="fit-content"
                variant={filter === value ? 'filled' : 'light'}
                color={filter === 'overdue' && counts.overdue > 0 ? 'red' : filter === value ? 'lane' : 'gray'}
              >
                {format.count(counts[filter], counts.countedUpTo)}
              </Badge>
            )}
          </UnstyledButton>
        ))}
      </Group>
    </ScrollArea>
  );
}
