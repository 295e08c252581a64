import { Badge, Tooltip } from '@mantine/core';
import { dueState, useFormat, useNow, useText } from '../../../designer/kit/index.ts';

const colors = { green: 'green', yellow: 'yellow', red: 'red', none: 'gray' } as const;

/** When a task is due, in green while there is time, yellow within a day, red when late. */
export function DueSign({ dueAt }: { readonly dueAt: string | null }) {
  const { t } = useText('inbox');
  const format = useFormat();
  const now = useNow();
  if (dueAt === null) return null;
  const state = dueState(dueAt, now);
  return (
    <Tooltip label={t(state === 'red' ? 'due.was' : 'due.is', { time: format.dateTime(dueAt) })}>
      <Badge color={colors[state]} variant="light" tt="none" className="lw-task-control">
        {format.relative(dueAt)}
      </Badge>
    </Tooltip>
  );
}
