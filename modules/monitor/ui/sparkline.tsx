import { Group, Text } from '@mantine/core';
import { useFormat } from '../../../designer/kit/index.ts';
import type { DayCount } from './api.ts';
import { useMonitorText } from './texts.ts';

const WIDTH = 600;
const HEIGHT = 96;
/** Keeps the strokes inside of the picture. */
const MARGIN = 4;

/** Instances started and finished per day as two lines; the numbers are in the title of each day and said by screen readers in one sentence. */
export function Sparkline({ days }: { readonly days: readonly DayCount[] }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const most = Math.max(1, ...days.flatMap((day) => [day.started, day.finished]));
  const step = days.length > 1 ? (WIDTH - 2 * MARGIN) / (days.length - 1) : 0;
  const x = (index: number): number => MARGIN + index * step;
  const y = (count: number): number => HEIGHT - MARGIN - (count / most) * (HEIGHT - 2 * MARGIN);
  const line = (count: (day: DayCount) => number): string =>
    days.map((day, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(count(day)).toFixed(1)}`).join(' ');
  const sum = (count: (day: DayCount) => number): number => days.reduce((total, day) => total + count(day), 0);
  const label = t('trend.label', { days: days.length, started: sum((day) => day.started), finished: sum((day) => day.finished) });
  return (
    <div>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="lw-sparkline" role="img" aria-label={label}>
        <path d={`${line((day) => day.started)} L${x(days.length - 1)} ${HEIGHT} L${MARGIN} ${HEIGHT} Z`} className="lw-sparkline-area" />
        <path d={line((day) => day.started)} className="lw-sparkline-started" />
        <path d={line((day) => day.finished)} className="lw-sparkline-finished" />
        {days.map((day, index) => (
          <rect key={day.date} x={x(index) - step / 2} y={0} width={Math.max(step, 1)} height={HEIGHT} fill="transparent">
            <title>{t('trend.day', { date: format.date(day.date), started: day.started, finished: day.finished })}</title>
          </rect>
        ))}
      </svg>
      <Group justify="space-between" gap="xs">
        <Group gap="md">
          <Legend className="lw-legend-started" text={t('trend.started')} />
          <Legend className="lw-legend-finished" text={t('trend.finished')} />
        </Group>
        <Text size="xs" c="dimmed">
          {days[0] === undefined ? '' : `${format.date(days[0].date)} – ${format.date(days.at(-1)?.date ?? days[0].date)}`}
        </Text>
      </Group>
    </div>
  );
}

function Legend({ className, text }: { readonly className: string; readonly text: string }) {
  return (
    <Group gap={6}>
      <span className={className} aria-hidden />
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    </Group>
  );
}
