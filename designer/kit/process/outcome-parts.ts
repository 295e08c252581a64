import type { Json, Performed, RecordType } from '../api/types.ts';
import { isDecimal } from '../format/decimal.ts';
import { recordHref, typeOfVariable } from '../records/record-meta.ts';

/** A number that an operation gave to a document, with the way to the document when the person may read it. */
export interface DocumentNumber {
  readonly number: string;
  readonly href: string | null;
}

/** An amount, a date or a quantity that an operation reported. `name` is the output member, whose title the kit's texts hold. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly kind: 'money' | 'date';
}

const moneyMembers = ['total', 'cost', 'value', 'allocated', 'residual', 'gross'] as const;
const dateMembers = ['dueDate'] as const;

/** The document numbers in an operation's output: every member that ends in `No`, linked through the `Id` beside it. */
export function documentNumbers(output: Json | null, types: readonly RecordType[]): readonly DocumentNumber[] {
  return Object.entries(output ?? {}).flatMap(([name, value]) => {
    if (!name.endsWith('No') || typeof value !== 'string' || value === '') return [];
    const idMember = `${name.slice(0, -2)}Id`;
    const id = output?.[idMember];
    const type = typeOfVariable(idMember, types);
    return [{ number: value, href: type === undefined || typeof id !== 'string' ? null : recordHref(type.name, id) }];
  });
}

/** The figures of an operation's output that people want to see. */
export function factsOf(output: Json | null): readonly Fact[] {
  const texts = (names: readonly string[], kind: Fact['kind']): Fact[] =>
    names.flatMap((name) => {
      const value = output?.[name];
      return typeof value === 'string' && value !== '' && (kind !== 'money' || isDecimal(value)) ? [{ name, value, kind }] : [];
    });
  return [...texts(moneyMembers, 'money'), ...texts(dateMembers, 'date')];
}

/** Leaves out what says nothing to people: repeated readings that only fetch data for the next step. */
export function worthTelling(performed: readonly Performed[]): readonly Performed[] {
  return performed.filter((work) => work.outcome !== 'completed' || !quietWork.has(work.work));
}

const quietWork = new Set(['crm.customer.get']);
