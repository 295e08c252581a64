import { Alert, Autocomplete, Box, Button, Group, Modal, MultiSelect, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import { ErrorState, useText } from '../../../designer/kit/index.ts';
import { faultsOf } from './calendar-faults.ts';
import { partsOf, weekdays } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { useSaveCalendar, useTeams } from './calendars.ts';

/** What a new calendar begins with: the usual week in the zone of the person's browser. */
function usualWeek(): Calendar {
  const times = ['09:00-17:00'];
  const hours = Object.fromEntries(weekdays.map((day) => [day, day === 'saturday' || day === 'sunday' ? [] : times]));
  return { name: '', title: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, hours, holidays: [], isDefault: false, teams: [] };
}

/** Makes a calendar (`calendar` is null) or changes one; `taken` are the names of all there are. */
export function CalendarDialog(props: {
  readonly calendar: Calendar | null;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}) {
  const { t } = useText('calendars');
  const [isChanged, setIsChanged] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const close = () => (isChanged ? setIsLeaving(true) : props.onClose());
  return (
    <Modal
      opened
      onClose={close}
      title={props.calendar === null ? t('add') : t('editOne', { name: props.calendar.title })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <CalendarForm {...props} onCancel={close} onChanged={setIsChanged} />
      {isLeaving ? <LeaveQuestion onStay={() => setIsLeaving(false)} onLeave={props.onClose} /> : null}
    </Modal>
  );
}

/** Keeps fields from showing through in the padding below what sticks to the lower edge of the dialog. */
const COVERS_PADDING = { zIndex: 1, boxShadow: '0 var(--mantine-spacing-md) 0 var(--mantine-color-body)' } as const;

/** Asked over the end of the form before what was entered is lost. */
function LeaveQuestion({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) {
  const { t } = useText('calendars');
  return (
    <Box pos="sticky" bottom={0} mx={-6} px={6} py="sm" bg="var(--mantine-color-body)" style={COVERS_PADDING}>
      <Alert color="red" title={t('leave')} role="alert">
        <Text size="sm" mb="sm">
          {t('leaveText')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onStay}>
            {t('goOn')}
          </Button>
          <Button color="red" onClick={onLeave} data-testid="discard">
            {t('discard')}
          </Button>
        </Group>
      </Alert>
    </Box>
  );
}

function CalendarForm(props: {
  readonly calendar: Calendar | null;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onCancel: () => void;
  readonly onChanged: (isChanged: boolean) => void;
}) {
  const { calendar, taken, onChanged } = props;
  const { t } = useText('calendars');
  const save = useSaveCalendar();
  const groups = useTeams();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const [before] = useState(() => textsOf(calendar ?? usualWeek()));
  const [values, setValues] = useState(before);
  const [wasSent, setWasSent] = useState(false);
  const faults = faultsOf(calendarOf(values), calendar === null ? taken : []);
  /** Wrong fields are marked once somebody has tried to save. */
  const faultAt = (field: string) => {
    const fault = wasSent ? faults[field] : undefined;
    return fault === undefined ? {} : { error: t(fault.text, { found: fault.found }) };
  };
  const set = (change: Partial<typeof values>) => {
    const next = { ...values, ...change };
    setValues(next);
    onChanged(JSON.stringify(next) !== JSON.stringify(before));
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    if (Object.keys(faults).length === 0) save.mutate(calendarOf(values), { onSuccess: props.onClose });
  };
  return (
    <form onSubmit={send} noValidate data-testid="calendar-form">
      <Stack gap="sm">
        <TextInput
          label={t('name')}
          value={values.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          required
          {...faultAt('title')}
          data-autofocus
        />
        <TextInput
          label={t('key')}
          description={t('keyHint')}
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          required
          {...faultAt('name')}
          disabled={calendar !== null}
        />
        <Autocomplete
          label={t('zone')}
          data={zones}
          limit={20}
          value={values.zone}
          onChange={(zone) => set({ zone })}
          required
          {...faultAt('zone')}
        />
        {weekdays.map((day, index) => (
          <TextInput
            key={day}
            label={t(`day.${day}`)}
            {...(index === 0 ? { description: t('hoursHint') } : {})}
            placeholder={t('free')}
            {...faultAt(`hours.${day}`)}
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
          {...faultAt('holidays')}
          onChange={(event) => set({ holidays: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('teams')}
          description={t('teamsHint')}
          data={[...new Set([...(groups.data ?? []), ...values.teams])]}
          value={[...values.teams]}
          onChange={(teams) => set({ teams })}
          searchable
          clearable
          data-testid="calendar-teams"
        />
        <Switch label={t('isDefault')} checked={values.isDefault} onChange={(event) => set({ isDefault: event.currentTarget.checked })} />
        {save.error === null ? null : <ErrorState error={save.error} />}
        <Group justify="flex-end" pos="sticky" bottom={0} py="sm" bg="var(--mantine-color-body)" style={COVERS_PADDING}>
          <Button variant="default" onClick={props.onCancel}>
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
