import { Autocomplete, Button, Group, Modal, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import { ErrorState, useText } from '../../../designer/kit/index.ts';
import { partsOf, useSaveCalendar, weekdays } from './calendars.ts';
import type { Calendar } from './calendars.ts';

/** What a new calendar begins with: the usual week in the zone of the person's browser. */
function usualWeek(): Calendar {
  const times = ['09:00-17:00'];
  const hours = Object.fromEntries(weekdays.map((day) => [day, day === 'saturday' || day === 'sunday' ? [] : times]));
  return { name: '', title: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, hours, holidays: [], isDefault: false };
}

/** Makes a calendar (`calendar` is null) or changes one. */
export function CalendarDialog({ calendar, onClose }: { readonly calendar: Calendar | null; readonly onClose: () => void }) {
  const { t } = useText('calendars');
  return (
    <Modal
      opened
      onClose={onClose}
      title={calendar === null ? t('add') : t('editOne', { name: calendar.title })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <CalendarForm calendar={calendar} onClose={onClose} />
    </Modal>
  );
}

function CalendarForm({ calendar, onClose }: { readonly calendar: Calendar | null; readonly onClose: () => void }) {
  const { t } = useText('calendars');
  const save = useSaveCalendar();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const [values, setValues] = useState(() => textsOf(calendar ?? usualWeek()));
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(calendarOf(values), { onSuccess: onClose });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <TextInput
          label={t('name')}
          value={values.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          required
          data-autofocus
        />
        <TextInput
          label={t('key')}
          description={t('keyHint')}
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          required
          disabled={calendar !== null}
        />
        <Autocomplete label={t('zone')} data={zones} limit={20} value={values.zone} onChange={(zone) => set({ zone })} required />
        {weekdays.map((day, index) => (
          <TextInput
            key={day}
            label={t(`day.${day}`)}
            {...(index === 0 ? { description: t('hoursHint') } : {})}
            placeholder={t('free')}
            value={values.hours[day] ?? ''}
            onChange={(event) => set({ hours: { ...values.hours, [day]: event.currentTarget.value } })}
          />
        ))}
        <Textarea
          label={t('holidays')}
          description={t('holidaysHint')}
          autosize
          minRows={3}
          value={values.holidays}
          onChange={(event) => set({ holidays: event.currentTarget.value })}
        />
        <Switch label={t('isDefault')} checked={values.isDefault} onChange={(event) => set({ isDefault: event.currentTarget.checked })} />
        {save.error === null ? null : <ErrorState error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A calendar as its fields show it. */
const textsOf = ({ hours, holidays, ...rest }: Calendar) => ({
  ...rest,
  hours: Object.fromEntries(weekdays.map((day) => [day, (hours[day] ?? []).join(', ')])),
  holidays: holidays.join('\n'),
});

const calendarOf = ({ hours, holidays, ...rest }: ReturnType<typeof textsOf>): Calendar => ({
  ...rest,
  hours: Object.fromEntries(Object.entries(hours).map(([day, text]) => [day, partsOf(text)])),
  holidays: partsOf(holidays),
});
