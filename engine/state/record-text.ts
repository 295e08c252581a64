import type { JsonValue } from '../model/index.ts';
import type { JsonBytes } from './json-bytes.ts';
import {
  ABSENT,
  noNames,
  RECORD_FORMS,
  SAME_NAME,
  type Default,
  type LastNames,
  type RecordField,
  type RecordForm,
} from './record-form.ts';
import type { InstanceRecord } from './record.ts';

/**
 * Writes the records that the commands of a row have left as the journal keeps them: a JSON array with a small array for each record that has a form
 * (`record-form.ts`), and the record itself for every other, also for one with a member that its form does not know. `parseRecords` gives exactly what was written.
 *
 *     [["f","Flow_1"],["e","3","Ship"],["s"],["job","4","stock.ship"],{"kind":"instanceSuspended"}]
 */
export function writeRecords(to: JsonBytes, parts: readonly { readonly records: readonly InstanceRecord[] }[]): void {
  let last = noNames();
  let isFirst = true;
  to.letter(OPENING);
  for (const { records } of parts) {
    for (const record of records) {
      if (!isFirst) to.letter(COMMA);
      isFirst = false;
      if (wrote(to, record, last)) continue;
      last = noNames();
      to.raw(JSON.stringify(record));
    }
  }
  to.letter(CLOSING);
}

const OPENING = 91;
const COMMA = 44;
const CLOSING = 93;

/** Any object, to be read by the names of a form. */
type Members = Readonly<Record<string, JsonValue>>;

const formsBy = (kind: 'waitKind' | 'kind', isMeant: (form: RecordForm) => boolean): ReadonlyMap<string | null, RecordForm> =>
  new Map(RECORD_FORMS.filter(isMeant).map((form) => [form[kind], form]));

const OPENED = formsBy('waitKind', (form) => form.kind === 'waitOpened');
const CHANGED = formsBy('waitKind', (form) => form.kind === 'waitChanged');
const OTHERS = formsBy('kind', (form) => form.waitKind === null);

/** False, with nothing written, for a record without a form. */
function wrote(to: JsonBytes, record: InstanceRecord, last: LastNames): boolean {
  switch (record.kind) {
    case 'waitOpened':
      return countMembers(record) === 2 && wroteInForm(to, OPENED.get(record.wait.kind), record.wait, 1, last);
    case 'waitChanged':
      return countMembers(record) === 2 && wroteInForm(to, CHANGED.get(record.wait.kind), record.wait, 1, last);
    case 'elementEntered':
      return countMembers(record) === 2 && wroteInForm(to, OTHERS.get(record.kind), record.elementInstance, 0, last);
    default:
      return wroteInForm(to, OTHERS.get(record.kind), record, 1, last);
  }
}

/** False, with nothing written, when there is no form or it does not carry everything; `kinds` is the number of members that the tag stands for. */
function wroteInForm(to: JsonBytes, form: RecordForm | undefined, content: object, kinds: number, last: LastNames): boolean {
  if (form === undefined) return false;
  const members = content as Members;
  const { fields } = form;
  const count = countMembers(content) - kinds;
  if (count !== fields.length && !(count === fields.length - 1 && fields[count]?.byDefault === ABSENT)) return false;
  const begun = to.length;
  to.raw(form.opening);
  let written = 0;
  for (let index = 0; index < count; index += 1) {
    const field = fields[index];
    const value = field === undefined ? undefined : members[field.name];
    if (field === undefined || value === undefined) {
      to.cut(begun);
      return false;
    }
    if (isLeftOut(field, value, last)) continue;
    for (; written <= index; written += 1) {
      to.letter(COMMA);
      to.value(written === index ? value : (members[fields[written]?.name ?? ''] ?? null));
    }
  }
  to.letter(CLOSING);
  return true;
}

/** True for what reading gives without its being written. */
function isLeftOut({ place, byDefault }: RecordField, value: JsonValue, last: LastNames): boolean {
  if (place < 0) return isDefault(value, byDefault);
  if (byDefault === SAME_NAME && last[place] === value) return true;
  last[place] = value;
  return false;
}

/** Members of a plain object, counted without making a list of them: it is asked for every record. */
function countMembers(content: object): number {
  let count = 0;
  for (const _ in content) count += 1;
  return count;
}

function isDefault(value: JsonValue, byDefault: Default): boolean {
  if (value === byDefault) return true;
  if (typeof byDefault !== 'object' || byDefault === null || typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) === Array.isArray(byDefault) && countMembers(value) === 0;
}

const BY_TAG: ReadonlyMap<JsonValue | undefined, RecordForm> = new Map(RECORD_FORMS.map((form) => [form.tag, form]));

/** The records of a text that `writeRecords` made, or of one with objects only. Throws an Error when there is anything else in it. */
export function parseRecords(text: string): readonly InstanceRecord[] {
  const entries = JSON.parse(text) as JsonValue;
  if (!Array.isArray(entries)) throw new Error(`Expected an array of records, but found ${shown(entries)}.`);
  let last = noNames();
  return entries.map((entry: JsonValue) => {
    const hasForm = Array.isArray(entry);
    if (!hasForm) last = noNames();
    const record = hasForm ? fromForm(entry, last) : entry;
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
  if (form === undefined || values.length > form.fields.length) return null;
  const content: Record<string, JsonValue> = form.waitKind === null ? {} : { kind: form.waitKind };
  for (const [index, { name, place, byDefault }] of form.fields.entries()) {
    const value = index < values.length ? values[index] : leftOut(byDefault, last[place]);
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
