import { Group, Text, Timeline as MantineTimeline } from '@mantine/core';
import { IconBan, IconCheck, IconHourglass } from '@tabler/icons-react';
import { EmptyState, Loaded, useActivities, useFormat, type Activity } from '../../../designer/kit/index.ts';
import { useMonitorText } from './texts.ts';

const BULLET_SIZE = 22;

/** What ran when, in the order it began, and who ended it. */
export function Timeline({ instanceId }: { readonly instanceId: string }) {
  const { t } = useMonitorText();
  const activities = useActivities(instanceId);
  return (
    <Loaded query={activities} minHeight={120}>
      {(page) => {
        if (page.items.length === 0) return <EmptyState title={t('timeline.none')} />;
        const sorted = page.items.toSorted((left, right) => left.startedAt.localeCompare(right.startedAt));
        return (
          <MantineTimeline bulletSize={BULLET_SIZE} lineWidth={2} className="lw-timeline" data-testid="timeline">
            {sorted.map((each) => (
              <MantineTimeline.Item
                key={each.elementInstanceId}
                bullet={<Bullet status={each.status} />}
                title={<ActivityTitle activity={each} />}
              >
                <ActivityTimes activity={each} />
              </MantineTimeline.Item>
            ))}
          </MantineTimeline>
        );
      }}
    </Loaded>
  );
}

function Bullet({ status }: { readonly status: Activity['status'] }) {
  const { t } = useMonitorText();
  const label = t(`activity.${status}`);
  if (status === 'completed') return <IconCheck size={13} aria-label={label} />;
  if (status === 'cancelled') return <IconBan size={13} aria-label={label} />;
  return <IconHourglass size={13} aria-label={label} />;
}

function ActivityTitle({ activity }: { readonly activity: Activity }) {
  const { t } = useMonitorText();
  return (
    <Group gap={8}>
      <Text size="sm" fw={600}>
        {activity.elementName === null || activity.elementName === '' ? activity.elementId : activity.elementName}
      </Text>
      <Text size="xs" c="dimmed">
        {t(`kind.${activity.kind}`, { defaultValue: activity.kind })}
      </Text>
    </Group>
  );
}

function ActivityTimes({ activity }: { readonly activity: Activity }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const parts = [
    format.dateTime(activity.startedAt),
    activity.endedAt === null
      ? t('timeline.since', { when: format.relative(activity.startedAt) })
      : format.duration(Date.parse(activity.endedAt) - Date.parse(activity.startedAt)),
    activity.by?.name ?? '',
  ];
  return (
    <Text size="xs" c="dimmed">
      {parts.filter((part) => part !== '').join(' · ')}
    </Text>
  );
}
