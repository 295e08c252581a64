import { Badge, Card, Group, Text } from '@mantine/core';
import { useFormat, useText } from '../../../designer/kit/index.ts';
import { COUNT_LIMIT, type Due, type LoadPoint, type WorkKind } from './api.ts';
import { MiniLine } from './mini-line.tsx';

/** Work that has been due for longer than this, in milliseconds, is late: workers look at least every two seconds. */
const LATE_MS = 30_000;

/** One kind of due work: how much waits, how long the oldest has, how much is in hand, and what was done lately. */
export function DueCard(props: { readonly kind: WorkKind; readonly due: Due; readonly points: readonly LoadPoint[] }) {
  const { kind, due, points } = props;
  const { t } = useText('system');
  const format = useFormat();
  const isLate = due.count > 0 && due.oldestMs > LATE_MS;
  const done = points.reduce((sum, point) => sum + point.done[kind], 0);
  const count = due.count > COUNT_LIMIT ? t('due.more', { number: format.decimal(COUNT_LIMIT) }) : format.decimal(due.count);
  return (
    <Card withBorder padding="sm" data-testid={`due-${kind}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={550}>
          {t(`kind.${kind}`)}
        </Text>
        {isLate ? (
          <Badge color="orange" variant="light" tt="none">
            {t('due.late')}
          </Badge>
        ) : null}
      </Group>
      <Text fz={26} fw={650} lh={1.2} c={isLate ? 'orange' : 'var(--mantine-color-text)'} data-testid={`due-${kind}-count`}>
        {count}
      </Text>
      <Text size="xs" c="dimmed">
        {due.count === 0 ? t('due.none') : t('due.oldest', { age: format.duration(due.oldestMs) })}
        {due.inHand === 0 ? '' : ` · ${t('due.inHand', { number: format.decimal(due.inHand) })}`}
      </Text>
      <MiniLine
        values={points.map((point) => point.load?.due[kind].count ?? null)}
        label={t('due.trend', { kind: t(`kind.${kind}`), number: count })}
      />
      <Text size="xs" c="dimmed">
        {t('due.done', { number: format.decimal(done) })}
      </Text>
    </Card>
  );
}
