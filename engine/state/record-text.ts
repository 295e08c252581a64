import type { JsonValue } from '../model/index.ts';
import { ABSENT, ALWAYS, RECORD_FORMS, type Default, type RecordForm } from './record-form.ts';
import type { InstanceRecord } from './record.ts';

/**
 * Records as the journal keeps them: a JSON array with a small array for each record that has a form (`record-form.ts`), and the record itself
 * for every other, also for one with a member that its form does not know. `parseRecords` gives exactly what was written.
 *
 *     [["e","3","Ship","Flow_1"],["s","3"],["job","4","3","Ship","stock.ship"],{"kind":"instanceSuspended"}]
 */
export function recordsText(records: readonly InstanceRecord[]): string {
  return JSON.stringify(records.map((record) => written(record) ?? record));
}

/** Any object, to be read by the names of a form. */
type Members = Readonly<Record<string, unknown>>;

const formsBy = (kind: 'waitKind' | 'kind', isMeant: (form: RecordForm) => boolean): ReadonlyMap<string | null, RecordForm> =>
  new Map(RECORD_FORMS.filter(isMeant).map((form) => [form[kind], form]));

const OPENED = formsBy('waitKind', (form) => form.kind === 'waitOpened');
const CHANGED = formsBy('waitKind', (form) => form.kind === 'waitChanged');
const OTHERS = formsBy('kind', (form) => form.waitKind === null);

function written(record: InstanceRecord): readonly unknown[] | null {
  switch (record.kind) {
    case 'waitOpened':
      return countMembers(record) === 2 ? inForm(OPENED.get(record.wait.kind), record.wait, 1) : null;
    case 'waitChanged':
      return countMembers(record) === 2 ? inForm(CHANGED.get(record.wait.kind), record.wait, 1) : null;
    case 'elementEntered':
      return countMembers(record) === 2 ? inForm(OTHERS.get(record.kind), record.elementInstance, 0) : null;
    default:
      return inForm(OTHERS.get(record.kind), record, 1);
  }
}

/** Null when there is no form, or it does not carry everything; `kinds` is the number of members that the tag stands for. */
function inForm(form: RecordForm | undefined, content: object, kinds: number): readonly unknown[] | null {
  if (form === undefined) return null;
  const { names, defaults } = form;
  const members = content as Members;
  let count = countMembers(content) - kinds;
  const isWithoutLast = count === names.length - 1 && defaults[count] === ABSENT;
  if (count !== names.length && !isWithoutLast) return null;
  while (count > 0 && isDefault(members[names[count - 1] ?? ''], defaults[count - 1])) count -= 1;
  const values: unknown[] = form.blank.slice(0, count + 1);
  for (let index = 0; index < count; index += 1) {
    const value = members[names[index] ?? ''];
    if (value === undefined) return null;
    values[index + 1] = value;
  }
  return values;
}

const countMembers = (content: object): number => Object.keys(content).length;

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
  return entries.map(read);
}

/** Characters that an error shows of what it is about. */
const MAX_SHOWN = 200;
const shown = (value: JsonValue): string => JSON.stringify(value).slice(0, MAX_SHOWN);

function read(entry: JsonValue): InstanceRecord {
  const record = Array.isArray(entry) ? fromForm(entry) : entry;
  if (record === null || typeof record !== 'object')
    throw new Error(`Expected a record, or one in a known form, but found ${shown(entry)}.`);
  return record as unknown as InstanceRecord; // What was written was one; the hash chain tells if it was changed.
}

function fromForm([tag, ...values]: readonly JsonValue[]): JsonValue {
  const form = BY_TAG.get(tag);
  if (form === undefined || values.length > form.names.length) return null;
  const content: Record<string, JsonValue> = form.waitKind === null ? {} : { kind: form.waitKind };
  for (const [index, name] of form.names.entries()) {
    const value = index < values.length ? values[index] : ownDefault(form.defaults[index]);
    if (value === undefined || value === ALWAYS) return null;
    if (value !== ABSENT) content[name] = value;
  }
  return form.within === null ? { kind: form.kind, ...content } : { kind: form.kind, [form.within]: content };
}

/** An object or array for each record, since nobody expects two records to share one. */
function ownDefault(byDefault: Default | undefined): Default | undefined {
  if (typeof byDefault !== 'object' || byDefault === null) return byDefault;
  return Array.isArray(byDefault) ? [] : {};
}
