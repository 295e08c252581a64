import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../model/index.ts';

/** Rows of a list when the caller does not say, and at most. */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;
/** Longest name of a person, group, draft or token; longest search text. */
export const MAX_NAME_LENGTH = 200;

const MAX_ID_LENGTH = 200;
const MAX_CURSOR_LENGTH = 1_000;

/** A UUID; any version. */
export const uuid = z.string().regex(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/u, 'Expected a UUID in lower case.');
/** Id of a task, job or incident: `<instance id>.<number within the instance>`. */
export const waitId = z
  .string()
  .regex(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\.\d{1,12}$/u, 'Expected an id of the form <instance id>.<number>.');
/** Ids that come from diagrams (process, element, form) and names of messages and topics. */
export const name = z.string().min(1).max(MAX_ID_LENGTH);
export const businessKey = z.string().min(1).max(MAX_ID_LENGTH);
export const searchText = z.string().trim().max(MAX_NAME_LENGTH);

/** Process variables or any other JSON object. */
export const jsonObject = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'Expected a JSON object.')
  .meta({ type: 'object', additionalProperties: true });

/** Any JSON value. */
export const jsonValue = z.custom<JsonValue>((value) => value !== undefined).meta({});

/** Person = who, with the name people know him by. */
export const person = z.object({ id: z.string(), name: z.string() }).readonly().meta({ id: 'Person' });
export const nullablePerson = person.nullable();

/** An instant, ISO 8601 in UTC. */
export const instant = z.string().meta({ format: 'date-time' });
export const nullableInstant = instant.nullable();

export const strings = z.array(z.string()).readonly();

/** Query members of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().min(1).max(MAX_CURSOR_LENGTH).optional(),
};

/** `field` or `-field`, from an allow list. */
export function sortParameter<Field extends string>(fields: readonly Field[], fallback: Field | `-${Field}`) {
  const values = fields.flatMap((field): (Field | `-${Field}`)[] => [field, `-${field}`]);
  return z
    .enum(values)
    .default(fallback as never)
    .transform((text) => {
      const descending = text.startsWith('-');
      const field = fields.find((candidate) => candidate === (descending ? text.slice(1) : text));
      if (field === undefined) throw new Error(`Expected one of ${fields.join(', ')}, but found ${text}.`);
      return { field, descending };
    });
}

/** A list answer: `{items, nextCursor, total?}`. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .object({ items: z.array(item).readonly(), nextCursor: z.string().nullable(), total: z.number().int().exactOptional() })
    .readonly();
}

/** A query parameter that is `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const idParams = z.strictObject({ id: uuid });
export const waitParams = z.strictObject({ id: waitId });

/** A text in the languages that it has; English always. */
export const localized = z
  .object({
    en: z.string(),
    es: z.string().exactOptional(),
    cs: z.string().exactOptional(),
    ru: z.string().exactOptional(),
    ka: z.string().exactOptional(),
  })
  .readonly();
