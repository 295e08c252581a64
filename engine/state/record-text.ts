import type { JsonValue } from '../model/index.ts';
import { ABSENT, noNames, RECORD_FORMS, SAME_NAME, type Default, type LastNames, type RecordForm } from './record-form.ts';
import type { InstanceRecord } from './record.ts';

/**
 * Records as the journal keeps them: a JSON array with a small array for each record that has a form (`record-form.ts`), and the record itself
 * for every other, also for one with a member that its form does not know. `parseRecords` gives exactly what was written.
 *
 *     [["f","Flow_1"],["e","3","Ship"],["s"],["job","4","stock.ship"],{"kind":"instanceSuspended"}]
 */
export function recordsText(records: readonly InstanceRecord[]): string {
  let last = noNames();
  return JSON.stringify(
    records.map((record) => {
      const values = written(record, last);
      if (values === null) last = noNames();
      return values ?? record;
    }),
  );
}

/** Any object, to be read by the names of a form. */
type Members = Readonly<Record<string, unknown>>;

const formsBy = (kind: 'waitKind' | 'kind', isMeant: (form: RecordForm) => boolean): ReadonlyMap<string | null, RecordForm> =>
  new Map(RECORD_FORMS.filter(isMeant).map((form) => [form[kind], form]));

const OPENED = formsBy('waitKind', (form) => form.kind === 'waitOpened');
const CHANGED = formsBy('waitKind', (form) => form.kind === 'waitChanged');
const OTHERS = formsBy('kind', (form) => form.waitKind === null);

function written(record: InstanceRecord, last: LastNames): readonly unknown[] | null {
  switch (record.kind) {
    case 'waitOpened':
      return countMembers(record) === 2 ? inForm(OPENED.get(record.wait.kind), record.wait, 1, last) : null;
    case 'waitChanged':
      return countMembers(record) === 2 ? inForm(CHANGED.get(record.wait.kind), record.wait, 1, last) : null;
    case 'elementEntered':
      return countMembers(record) === 2 ? inForm(OTHERS.get(record.kind), record.elementInstance, 0, last) : null;
    default:
      return inForm(OTHERS.get(record.kind), record, 1, last);
  }
}

/** Null when there is no form, or it does not carry everything; `kinds` is the number of members that the tag stands for. */
function inForm(form: RecordForm | undefined, content: object, kinds: number, last: LastNames): readonly unknown[] | null {
  if (form === undefined) return null;
  const { names, defaults, places } = form;
  const members = content as Members;
  const count = countMembers(content) - kinds;
  const isWithoutLast = count === names.length - 1 && defaults[count] === ABSENT;
  if (count !== names.length && !isWithoutLast) return null;
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    const value = members[names[index] ?? ''];
    if (value === undefined) return null;
    const place = places[index] ?? -1;
    if (place < 0) {
      if (!isDefault(value, defaults[index])) length = index + 1;
    } else if (defaults[index] !== SAME_NAME || last[place] !== value) {
      length = index + 1;
      last[place] = value as JsonValue;
    }
  }
  const values = form.blank.slice(0, length + 1);
  for (let index = 0; index < length; index += 1) values[index + 1] = members[names[index] ?? ''];
  return values;
}

/** Members of a plain object, counted without making a list of them: it is asked for every record. */
function countMembers(content: object): number {
  let count = 0;
  for (const _ in content) count += 1;
  return count;
}

function isDefault(value: unknown, byDefault: Default | undefined): boolean {
  if (value === byDefault) return true;
  if (typeof byDefault !== 'object' || byDefault === null || typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) === Array.isArray(byDefault) && countMembers(value) === 0;
}

const BY_TAG: ReadonlyMap<JsonValue | undefined, RecordForm> = new Map(RECORD_FORMS.map((form) => [form.tag, form]));

/** The records of a text that `recordsText` made, or of one with objects only. Throws an Error when there is anything else in it. */
export function parseRecords(text: string): readonly InstanceRecord[] {
  const entries = JSON.parse(text) as JsonValue;
  if (!Array.isArray(entries)) throw new Error(`Expected an array of records, but found ${shown(entries)}.`);
  let last = noNames();
  return entries.map((entry: JsonValue) => {
    const isInForm = Array.isArray(entry);
    if (!isInForm) last = noNames();
    const record = isInForm ? fromForm(entry, last) : entry;
    if (record === null || typeof record !== 'object')
      throw new Error(`Expected a record, or one in a known form, but found ${shown(entry)}.`);
    return record as unknown as InstanceRecord; // What was written was one; the hash chain tells if it was changed.
  });
}

/** Characters that an error shows of what it is about. */
const MAX_SHOWN = 200;
const shown = (value: JsonValue): string => JSON.stringify(value).slice(0, MAX_SHOWN);

function fromForm([tag, ...values]: readonly JsonValue[], last: LastNames): JsonValue {
  const form = BY_TAG.get(tag);
  if (form === undefined || values.length > form.names.length) return null;
  const content: Record<string, JsonValue> = form.waitKind === null ? {} : { kind: form.waitKind };
  for (const [index, name] of form.names.entries()) {
    const place = form.places[index] ?? -1;
    const value = index < values.length ? values[index] : leftOut(form.defaults[index], last[place]);
    if (value === ABSENT) continue;
    if (value === undefined || typeof value === 'symbol') return null;
    content[name] = value;
    if (place >= 0) last[place] = value;
  }
  return form.within === null ? { kind: form.kind, ...content } : { kind: form.kind, [form.within]: content };
}

/** An object or array for each record, since nobody expects two records to share one. */
function leftOut(byDefault: Default | undefined, name: JsonValue | undefined): Default | undefined {
  if (byDefault === SAME_NAME) return name;
  if (typeof byDefault !== 'object' || byDefault === null) return byDefault;
  return Array.isArray(byDefault) ? [] : {};
}
