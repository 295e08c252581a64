/** A value that survives `JSON.parse(JSON.stringify(value))` unchanged; process variables are made of these. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object. Keys are variable names or member names; `__proto__` never occurs (refused where input is parsed). */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
