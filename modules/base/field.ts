import type { LocalizedText } from '../../engine/port/module-contract.ts';
import type { RecordField, RecordFieldType } from '../../engine/port/module.ts';

/** What a field is beside its name and type; all default to false. */
interface FieldOptions {
  readonly inList?: boolean;
  readonly editable?: boolean;
  readonly required?: boolean;
  readonly reference?: string;
  readonly choices?: readonly { readonly value: string; readonly title: LocalizedText }[];
}

/** Describes a field by its name; the title comes from a module's dictionary. */
export type DescribeField<Name extends string> = (name: Name, type: RecordFieldType, options?: FieldOptions) => RecordField;

/** Makes the function with which a module describes its fields: one name has one title everywhere in it. */
export function describeFields<Name extends string>(titles: Readonly<Record<Name, LocalizedText>>): DescribeField<Name> {
  return (name, type, options = {}) => ({ name, type, title: titles[name], inList: false, editable: false, required: false, ...options });
}

/** The usual switches of a field. */
export const LISTED = { inList: true } as const;
export const EDITED = { editable: true } as const;
export const LISTED_AND_EDITED = { inList: true, editable: true } as const;
export const REQUIRED = { inList: true, editable: true, required: true } as const;

/** Everybody who works here reads; who writes is said per record type. */
export const READERS = ['employee', 'manager', 'analyst', 'admin'] as const;
