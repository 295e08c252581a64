import type { JsonValue } from '../../../engine/model/index.ts';
import type { IncomingAnswer } from './send.ts';

/** A body as a process keeps it: JSON as its value, text as text, anything else as base64. */
export interface AnswerContent {
  readonly body: JsonValue;
  readonly isBase64: boolean;
}

const TEXT = /^text\/|[/+](?:xml|yaml|csv|javascript|x-www-form-urlencoded)(?:;|$)/i;
const JSON_TYPE = /[/+]json(?:;|$)/i;

/** Reads a body by its content type; JSON that is none is taken as text. */
export function contentOf({ headers, body }: IncomingAnswer): AnswerContent {
  const type = headers['content-type'] ?? '';
  if (body.byteLength === 0) return { body: null, isBase64: false };
  const text = textOf(body);
  if (text === null) return { body: body.toString('base64'), isBase64: true };
  if (JSON_TYPE.test(type)) return { body: parsed(text), isBase64: false };
  return type === '' || TEXT.test(type) ? { body: text, isBase64: false } : { body: body.toString('base64'), isBase64: true };
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse returns nothing else.
  } catch {
    return text;
  }
}

/** Null for bytes that are no text which the database can keep. */
function textOf(body: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}
