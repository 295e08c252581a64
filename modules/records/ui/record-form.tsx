import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ApiError, ErrorState, kindOf, labelOf, useSaveRecord, useText } from '../../../designer/kit/index.ts';
import type { BusinessRecord, Json, RecordType } from '../../../designer/kit/index.ts';
import { FieldInput } from './field-input.tsx';
import { LinesEditor, readLines } from './lines-editor.tsx';
import type { LineDraft } from './lines-editor.tsx';
import { changedMembers, formFields, fromFormValues, toFormValues } from './record-values.ts';

/** The form of a record: a new one when `record` is absent, else a change of it. */
export function RecordForm({
  type,
  record,
  initial = {},
  lineType,
  onDone,
  onCancel,
}: {
  readonly type: RecordType;
  readonly record?: BusinessRecord;
  /** Values that a new record starts with. */
  readonly initial?: Json;
  /** The type of the lines that are typed together with a new record. */
  readonly lineType?: RecordType;
  readonly onDone: (saved: BusinessRecord) => void;
  readonly onCancel: () => void;
}) {
  const { t, language } = useText('records');
  const fields = formFields(type);
  const [values, setValues] = useState(() => toFormValues(fields, record ?? initial, language));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [drafts, setDrafts] = useState<readonly LineDraft[]>([{ itemId: null, quantity: '' }]);
  const save = useSaveRecord(type.name);
  const refused =
    save.error instanceof ApiError ? Object.fromEntries(save.error.problem.errors.map(({ path, message }) => [path, message])) : {};
  const send = (event: FormEvent) => {
    event.preventDefault();
    const read = fromFormValues(fields, values, language);
    const typedLines = lineType === undefined ? [] : readLines(drafts, language);
    setWrong(
      read.kind === 'invalid'
        ? Object.fromEntries(Object.entries(read.problems).map(([name, problem]) => [name, t(`wrong.${problem}`)]))
        : {},
    );
    if (read.kind === 'invalid' || typedLines === null) return;
    // A new document and its lines are saved together or not at all.
    const members =
      record === undefined
        ? { ...withoutEmpty(read.values), ...(typedLines.length === 0 ? {} : { lines: typedLines }) }
        : { ...changedMembers(read.values, record), id: record.id, version: record.version };
    save.mutate(members, {
      onSuccess: (saved) => {
        notifications.show({ color: 'green', message: t('saved', { name: labelOf(type, saved) }) });
        onDone(saved);
      },
    });
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {fields.map((field) => (
            <div key={field.name} style={kindOf(field) === 'long-text' ? { gridColumn: '1 / -1' } : undefined}>
              <FieldInput
                field={field}
                value={values[field.name] ?? ''}
                error={wrong[field.name] ?? refused[field.name]}
                onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
              />
            </div>
          ))}
        </SimpleGrid>
        {lineType === undefined ? null : <LinesEditor type={lineType} lines={drafts} refused={refused} onChange={setDrafts} />}
        {save.error === null ? null : <ErrorState error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {record === undefined ? t('create') : t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function withoutEmpty(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
