import { Loader, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRecord, useRecords, useRecordTypes } from '../api/records.ts';
import { useText } from '../i18n/use-text.ts';
import { labelOf } from './record-meta.ts';

/** Waits this long after the last key before it asks the server. */
const TYPING_PAUSE_MS = 200;

/** How many records are offered at once; typing finds the others. */
const OFFERED = 20;

/** Chooses a record of a type by searching for it. */
export function RecordPicker(props: {
  readonly type: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly label: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly hideLabel?: boolean;
}) {
  const { t } = useText();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, TYPING_PAUSE_MS);
  const recordType = useRecordTypes().data?.items.find((candidate) => candidate.name === props.type);
  const chosen = useRecord(props.type, props.value ?? '', props.value !== null && props.value !== '');
  const chosenLabel = chosen.data === undefined ? '' : labelOf(recordType, chosen.data);
  // The box shows the chosen record's name; that is no search for others.
  const found = useRecords(props.type, { search: search === chosenLabel ? '' : search, limit: OFFERED });
  const records = found.data?.pages[0]?.items ?? [];
  const offered = chosen.data === undefined || records.some((record) => record.id === chosen.data.id) ? records : [chosen.data, ...records];
  return (
    <Select
      {...(props.hideLabel === true ? { 'aria-label': props.label } : { label: props.label })}
      placeholder={t('picker.placeholder')}
      data={offered.map((record) => ({ value: record.id, label: labelOf(recordType, record) }))}
      value={props.value}
      onChange={props.onChange}
      searchable
      clearable={props.required !== true}
      required={props.required === true}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={t('picker.nothing')}
      error={props.error}
      rightSection={found.isFetching ? <Loader size={14} /> : undefined}
    />
  );
}
