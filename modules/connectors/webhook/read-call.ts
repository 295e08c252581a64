import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import type { WebhookSettings } from './webhook.ts';

/** Deepest nesting of a body. */
const MAX_DEPTH = 60;
/** What proves who sent a call is no data for a process. */
const CREDENTIALS = new Set(['authorization', 'cookie', 'webhook-signature', 'proxy-authorization']);

/** What the expressions of a webhook see of a call. */
export interface CallData {
  readonly body: JsonValue;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly deliveryId: string | null;
}

/** The body as JSON; BODY_INVALID (400) when it is none, or too deep. */
export function readBody(bytes: Buffer): JsonValue {
  let body: JsonValue;
  try {
    body = JSON.parse(bytes.toString('utf8')) as JsonValue; // JSON.parse returns nothing else.
  } catch {
    throw bodyInvalid('Expected a body of JSON, but it is none.');
  }
  if (isTooDeep(body)) throw bodyInvalid(`Expected at most ${MAX_DEPTH} levels of nesting, but there are more.`);
  return body;
}

/** Headers without those that prove who sent the call. */
export function harmlessHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined || CREDENTIALS.has(name) ? [] : [[name, String(value)]])),
  );
}

/** Variables and key that the webhook's expressions make of a call; MAPPING_FAILED (422) when one has no usable value. */
export async function mapCall(
  services: ModuleServices,
  webhook: Pick<WebhookSettings, 'variables' | 'correlationKey' | 'target'>,
  call: CallData,
): Promise<{ readonly variables: JsonObject; readonly correlationKey: string | null }> {
  const data: JsonObject = { ...call };
  const evaluate = async (what: string, source: string): Promise<JsonValue | undefined> => {
    if (services.evaluateFeel === undefined) throw new Error(`Expected an evaluator of FEEL for ${what}, but there is none.`);
    return services.evaluateFeel(source.replace(/^=/, ''), data);
  };
  const variables = await evaluate('the variables', webhook.variables);
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables))
    throw mappingFailed(`Expected the variables (${webhook.variables}) to be an object, but they are not.`);
  const members = variables as JsonObject; // Array.isArray does not narrow readonly arrays away.
  if (webhook.target === 'process' || webhook.correlationKey === null) return { variables: members, correlationKey: null };
  const key = await evaluate('the correlation key', webhook.correlationKey);
  if (typeof key !== 'string' && typeof key !== 'number')
    throw mappingFailed(`Expected the correlation key (${webhook.correlationKey}) to be a text or a number, but it is neither.`);
  return { variables: members, correlationKey: String(key) };
}

function isTooDeep(value: JsonValue): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((each): JsonValue[] => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

const bodyInvalid = (message: string): HttpProblem => new HttpProblem(400, 'BODY_INVALID', message);
const mappingFailed = (message: string): HttpProblem => new HttpProblem(422, 'MAPPING_FAILED', message);
