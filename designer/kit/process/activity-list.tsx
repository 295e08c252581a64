import { Text, ThemeIcon, Timeline } from '@mantine/core';
import { IconCheck, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useActivities } from '../api/processes.ts';
import type { Activity } from '../api/types.ts';
import { useFormat } from '../format/use-format.ts';
import { useText } from '../i18n/use-text.ts';
import { EmptyState, Loaded } from '../ui/states.tsx';

/** Who did what when in an instance, the newest first. */
export function ActivityList({ instanceId }: { readonly instanceId: string }) {
  const { t } = useText();
  const activities = useActivities(instanceId);
  return (
    <Loaded query={activities}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('history.empty')} />
        ) : (
          <Timeline bulletSize={22} lineWidth={2}>
            {[...items]
              .toReversed()
              .filter(isWorth)
              .map((activity) => (
                <Timeline.Item
                  key={activity.elementInstanceId}
                  bullet={<Bullet activity={activity} />}
                  title={activity.elementName ?? activity.elementId}
                >
                  <Line activity={activity} />
                </Timeline.Item>
              ))}
          </Timeline>
        )
      }
    </Loaded>
  );
}

/** Gateways decide, they do not work; the path on the diagram shows them. */
function isWorth(activity: Activity): boolean {
  return !/gateway/i.test(activity.kind) && !/^process$/i.test(activity.kind);
}

function Line({ activity }: { readonly activity: Activity }) {
  const { t } = useText();
  const format = useFormat();
  const who = activity.by === null ? t('history.system') : activity.by.name;
  const tookMs = activity.endedAt === null ? null : Date.parse(activity.endedAt) - Date.parse(activity.startedAt);
  return (
    <Text size="xs" c="dimmed">
      {activity.status === 'active'
        ? t('history.since', { time: format.dateTime(activity.startedAt) })
        : format.dateTime(activity.endedAt ?? activity.startedAt)}
      {activity.status === 'active' ? '' : ` · ${who}`}
      {tookMs === null || tookMs < 1000 ? '' : ` · ${format.duration(tookMs)}`}
      {activity.status === 'cancelled' ? ` · ${t('history.cancelled')}` : ''}
    </Text>
  );
}

function Bullet({ activity }: { readonly activity: Activity }) {
  const colors = { active: 'lane', completed: 'green', cancelled: 'gray' } as const;
  const icons = { active: IconPlayerPlay, completed: IconCheck, cancelled: IconX } as const;
  const Sign = icons[activity.status];
  return (
    <ThemeIcon size={22} radius="xl" color={colors[activity.status]} variant={activity.status === 'active' ? 'filled' : 'light'}>
      <Sign size={12} aria-hidden />
    </ThemeIcon>
  );
}
