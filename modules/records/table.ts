import type { MikroORM } from '@mikro-orm/postgresql';
import type { RecordType } from '../../engine/port/module.ts';

/** Where the records of a type lie. `name` is ready to be put into SQL; it comes from the entity's definition, never from a request. */
export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly property: string; readonly column: string; readonly isText: boolean }[];
}

/** Types whose values the driver returns exactly as JSON has them; all others are read as text. */
const NATIVE_TYPES = new Set(['boolean', 'number', 'object', 'any', 'unknown']);

/** The table of a record type from the metadata of its entity. */
export function tableOf(orm: MikroORM, type: RecordType): Table {
  const meta = orm.getMetadata().get(type.entity.meta.class);
  const columns = meta.props.flatMap((property) => {
    const [column] = property.fieldNames;
    return column === undefined ? [] : [{ property: property.name, column, isText: !NATIVE_TYPES.has(property.runtimeType) }];
  });
  return { name: `"${meta.schema ?? 'public'}"."${meta.tableName}"`, columns };
}
