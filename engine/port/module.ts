import type { EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import type { Router } from 'express';
import type { Pool } from 'pg';
import type { JsonObject, JsonValue } from '../model/index.ts';
import type {
  Actor,
  Invariant,
  LocalizedText,
  ModuleMigration,
  Operation,
  OutsideOperation,
  OutsideSettings,
  SqlExecutor,
} from './module-contract.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Engine } from './engine.ts';

/** What a module's routes and seeds may use. */
export interface ModuleServices {
  readonly orm: MikroORM;
  readonly pool: Pool;
  readonly engine: Engine;
  /** Runs `work` in one transaction on a client of the pool. */
  transaction<Result>(work: (sql: SqlExecutor) => Promise<Result>): Promise<Result>;
  /** Where saved records are announced; without it nobody listens (tests, command line). */
  readonly changes?: ChangeFeed;
  /** Where operations outside the transaction may go; without it nowhere. */
  readonly outside?: OutsideSettings;
  /** Value of a FEEL expression (without `=`); undefined when it fails. Bounded like every expression. */
  readonly evaluateFeel?: (source: string, variables: JsonObject) => Promise<JsonValue | undefined>;
}

/** Type of a field as lists, forms and filters show it. Money and quantities are exact decimals as strings. */
export type RecordFieldType =
  | 'text'
  | 'longText'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'quantity'
  | 'date'
  | 'dateTime'
  | 'boolean'
  | 'choice'
  | 'reference'
  | 'json';

/** One column of a record type. `name` is the property name of the MikroORM entity. */
export interface RecordField {
  readonly name: string;
  readonly title: LocalizedText;
  readonly type: RecordFieldType;
  /** Record type that a reference points to, for example `crm.customer`. */
  readonly reference?: string;
  readonly choices?: readonly { readonly value: string; readonly title: LocalizedText }[];
  /** Shown in the list by default. */
  readonly inList: boolean;
  readonly editable: boolean;
  readonly required: boolean;
}

/** A record about to be saved, in the transaction of the save. */
export interface RecordSave {
  readonly sql: SqlExecutor;
  readonly actor: Actor;
  /** Time of the save by the database clock, ISO 8601 UTC. */
  readonly now: string;
}

/** Values of a record by property name, as they are in the database: decimals and times as text. */
export type RecordValues = Readonly<Record<string, JsonValue>>;

/** What a module adds to the saving of its records. Both refuse by throwing a BusinessError, which the API shows as a wrong input. */
export interface RecordRules {
  /** Completes or checks what is to be written. `current` is the locked record, null for a new one. Returns the values to write. */
  prepare?(save: RecordSave, values: RecordValues, current: RecordValues | null): Promise<RecordValues>;
}

/** A kind of record (customer, order, invoice ...) that gets its list page, record page and API from this description. */
export interface RecordType {
  /** `<module>.<entity>`, for example `crm.customer`. */
  readonly name: string;
  readonly title: LocalizedText;
  readonly titlePlural: LocalizedText;
  /** Name of a Tabler icon. */
  readonly icon: string;
  readonly entity: EntitySchema;
  /** Field that names a record to people. */
  readonly labelField: string;
  readonly fields: readonly RecordField[];
  readonly searchFields: readonly string[];
  readonly defaultSort: { readonly field: string; readonly descending: boolean };
  /** Records of other types shown on the record page: those whose `byField` refers to this record. */
  readonly related: readonly { readonly type: string; readonly byField: string; readonly title: LocalizedText }[];
  /** Processes that can start from a record; the record's id goes to `variable`. */
  readonly processes: readonly { readonly processId: string; readonly variable: string }[];
  /** Roles or groups that may do it; empty means nobody. */
  readonly permissions: { readonly read: readonly string[]; readonly create: readonly string[]; readonly edit: readonly string[] };
  /** False for types that are reached from others only, such as lines; default true. */
  readonly inMenu?: boolean;
  /** Business rules of saving; without them the fields alone decide. */
  readonly rules?: RecordRules;
  /** Path of a printable PDF with `:id`, when there is one: `/api/v1/erp/invoices/:id/pdf`. */
  readonly printPath?: string;
}

/** A vertical slice of the product: `modules/<name>/index.ts` exports exactly one of these as `module`. */
export interface ModuleContract {
  readonly name: string;
  readonly operations: readonly Operation[];
  /** Operations that run outside the step's transaction, at least once. */
  readonly outsideOperations?: readonly OutsideOperation[];
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly ModuleMigration[];
  readonly recordTypes: readonly RecordType[];
  readonly invariants: readonly Invariant[];
  /** Routes mounted under `/api/v1/<name>`, behind sign-in; the actor is in `response.locals`. */
  routes(services: ModuleServices): Router;
  /** Routes outside of the API and of sign-in, at a path of their own (`/hooks`); they prove by themselves who calls. */
  readonly publicRoutes?: { readonly path: string; routes(services: ModuleServices): Router };
  /** Fills an empty database with the demo company's part; runs once, on first start in demo mode. */
  seedDemo(services: ModuleServices, actor: Actor): Promise<void>;
}
