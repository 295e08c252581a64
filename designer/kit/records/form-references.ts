import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { useRecordTypes } from '../api/records.ts';
import type { BusinessRecord, FormSchema, Json, Page, RecordType } from '../api/types.ts';
import { referencesIn, withOptions } from './form-fields.ts';
import type { Option } from './form-fields.ts';
import { labelOf, typeNamed } from './record-meta.ts';

/** How many records a form's list offers; the record already chosen is always among them. */
const OFFERED = 200;

/**
 * Turns the fields of a form that hold the id of a record (property `reference`: a type of records) into lists to choose from, so
 * that nobody types ids. Undefined until the records are read; a type that the person may not read stays a plain field.
 */
export function useFormReferences(schema: FormSchema, data: Json): FormSchema | undefined {
  const types = useRecordTypes();
  const references = referencesIn(schema).map(({ key, type }) => ({ key, type: typeNamed(type, types.data?.items ?? [])?.name ?? type }));
  const results = useQueries({
    queries: references.map(({ type, key }) => ({
      queryKey: [...keys.records, type, 'options', data[key] ?? null],
      queryFn: () =>
        readOptions(
          type,
          data[key],
          types.data?.items.find((candidate) => candidate.name === type),
        ),
      enabled: types.data !== undefined,
      staleTime: 60_000,
      retry: false,
    })),
    combine: (all) => ({ busy: all.some((result) => result.isPending), options: all.map((result) => result.data ?? null) }),
  });
  const { busy, options } = results;
  // The form is drawn anew when it gets another schema, so the same schema and options must give the same object.
  return useMemo(() => {
    const fields = referencesIn(schema);
    if (fields.length === 0) return schema;
    if (busy) return undefined;
    return withOptions(schema, Object.fromEntries(fields.map(({ key }, index) => [key, options[index] ?? undefined])));
  }, [schema, busy, options]);
}

async function readOptions(type: string, chosen: unknown, recordType: RecordType | undefined): Promise<readonly Option[]> {
  const page = await api.get<Page<BusinessRecord>>(`/records/${type}`, { query: { limit: OFFERED } });
  const missing = typeof chosen === 'string' && chosen !== '' && !page.items.some((record) => record.id === chosen);
  const extra = missing ? [await api.get<BusinessRecord>(`/records/${type}/${chosen}`)] : [];
  return [...extra, ...page.items].map((record) => ({ value: record.id, label: labelOf(recordType, record) }));
}
