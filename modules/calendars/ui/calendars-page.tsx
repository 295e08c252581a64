import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconCalendarTime, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ConfirmDialog, DataTable, EmptyState, Loaded, Page, rightsOf, useSession, useText } from '../../../designer/kit/index.ts';
import type { Column } from '../../../designer/kit/index.ts';
import { CalendarDialog } from './calendar-dialog.tsx';
import { workingDays } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { useCalendars, useRemoveCalendar } from './calendars.ts';

/** Business calendars: working hours of the weekdays and holidays, by which timers and due dates count. */
export function CalendarsPage() {
  const { t } = useText('calendars');
  const session = useSession();
  if (session.data !== undefined && !rightsOf(session.data?.user.roles ?? []).administer) {
    return (
      <Page title={t('title')}>
        <EmptyState icon={<IconCalendarTime aria-hidden />} title={t('notYours')} description={t('notYoursText')} />
      </Page>
    );
  }
  return <Calendars />;
}

function Calendars() {
  const { t } = useText('calendars');
  const calendars = useCalendars();
  const remove = useRemoveCalendar();
  const [edited, setEdited] = useState<Calendar | 'new' | null>(null);
  const [removed, setRemoved] = useState<Calendar | null>(null);
  const columns = useColumns(setEdited, setRemoved);
  return (
    <Page
      title={t('title')}
      subtitle={t('subtitle')}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {t('add')}
        </Button>
      }
    >
      <Loaded query={calendars}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={<IconCalendarTime aria-hidden />} title={t('empty')} description={t('emptyText')} />
          ) : (
            <DataTable rows={rows} columns={columns} rowKey={(calendar) => calendar.name} label={t('title')} />
          )
        }
      </Loaded>
      {edited === null ? null : (
        <CalendarDialog
          calendar={edited === 'new' ? null : edited}
          taken={(calendars.data ?? []).map(({ name }) => name)}
          onClose={() => setEdited(null)}
        />
      )}
      <ConfirmDialog
        opened={removed !== null}
        onClose={() => setRemoved(null)}
        title={t('removeOne', { name: removed?.title ?? '' })}
        text={t('removeText')}
        confirm={t('remove')}
        danger
        onConfirm={() => remove(removed?.name ?? '')}
      />
    </Page>
  );
}

function useColumns(onEdit: (calendar: Calendar) => void, onRemove: (calendar: Calendar) => void): readonly Column<Calendar>[] {
  const { t } = useText('calendars');
  return useMemo(
    () => [
      {
        id: 'title',
        title: t('name'),
        render: (calendar) => (
          <div>
            <Group gap="xs">
              <Text size="sm" fw={550}>
                {calendar.title}
              </Text>
              {calendar.isDefault ? (
                <Badge size="sm" variant="light" tt="none">
                  {t('default')}
                </Badge>
              ) : null}
              {calendar.teams.map((team) => (
                <Badge key={team} size="sm" variant="outline" tt="none">
                  {team}
                </Badge>
              ))}
            </Group>
            <Text size="xs" c="dimmed">
              {calendar.name} · {calendar.zone}
            </Text>
          </div>
        ),
      },
      {
        id: 'hours',
        title: t('hours'),
        render: (calendar) => (
          <Stack gap={0}>
            {workingDays(calendar).map(({ from, to, times }) => (
              <Text key={from} size="sm">
                {from === to ? t(`day.${from}`) : `${t(`day.${from}`)} – ${t(`day.${to}`)}`}: {times.join(', ')}
              </Text>
            ))}
          </Stack>
        ),
      },
      { id: 'holidays', title: t('holidays'), render: (calendar) => String(calendar.holidays.length) },
      {
        id: 'edit',
        title: '',
        render: (calendar) => (
          <Group gap="xs" wrap="nowrap">
            <Button size="compact-sm" variant="subtle" onClick={() => onEdit(calendar)} aria-label={t('editOne', { name: calendar.title })}>
              {t('edit')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              onClick={() => onRemove(calendar)}
              aria-label={t('removeOne', { name: calendar.title })}
            >
              {t('remove')}
            </Button>
          </Group>
        ),
      },
    ],
    [t, onEdit, onRemove],
  );
}
