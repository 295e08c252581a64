import { getQuickJS } from 'quickjs-emscripten';
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten';
import type { JsonValue } from '../../model/index.ts';
import type { BoundedOutcome, BoundedTask, Perform } from './messages.ts';

/** Characters of JSON that a script may return. */
export const SCRIPT_RESULT_LIMIT = 1024 * 1024;
/** Nesting of the value that a script may return: deeper ones cannot be stored. */
const RESULT_NESTING = 64;
const STACK_LIMIT_BYTES = 512 * 1024;

/**
 * Runs inside QuickJS. `input` and `source` are strings, the answer is a string, so no object crosses the border. The script is the body of a
 * function; variables are globals; a name that JavaScript keeps for itself (`undefined`) stays what it is. The clock stands at the time of the command and
 * `Math.random` begins with the script, its variables and that time, so that a scenario has the same result whenever it runs.
 */
const HARNESS = `(function (source, input, nowMs, seed) {
  const { parse, stringify } = JSON;
  const { keys, defineProperty } = Object;
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [nowMs] : args, newTarget),
    apply: () => new RealDate(nowMs).toString(),
    get: (target, key) => (key === 'now' ? () => nowMs : target[key]),
  });
  RealDate.prototype.constructor = globalThis.Date;
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  class BpmnError extends Error {
    constructor(code, message) { super(message === undefined ? String(code) : String(message)); this.name = 'BpmnError'; this.code = String(code); }
  }
  const variables = parse(input);
  for (const name of keys(variables)) {
    try { defineProperty(globalThis, name, { value: variables[name], writable: true, configurable: true, enumerable: true }); } catch {}
  }
  globalThis.BpmnError = BpmnError;
  try {
    const result = new Function(source).call(undefined);
    if (result !== null && typeof result === 'object' && typeof result.then === 'function') throw new TypeError('Expected a script that returns at once, but it returned a promise');
    const text = stringify(result === undefined ? null : result);
    if (text === undefined) throw new TypeError('Expected a script that returns JSON, but it returned a ' + typeof result);
    return '{"completed":' + text + '}';
  } catch (error) {
    if (error instanceof BpmnError) return stringify({ bpmnError: { code: error.code, message: error.message } });
    throw error;
  }
})`;

type ScriptTask = Extract<BoundedTask, { kind: 'script' }>;

/** Text of an error of QuickJS as a person can read it. */
function errorText(dumped: unknown): string {
  if (typeof dumped === 'object' && dumped !== null && 'message' in dumped) {
    const name = 'name' in dumped ? `${String(dumped.name)}: ` : '';
    return `${name}${String(dumped.message)}`;
  }
  return String(dumped);
}

function call({ context, harness }: Sandbox, { source, variables, now }: ScriptTask): BoundedOutcome {
  const sourceHandle = context.newString(source);
  const input = JSON.stringify(variables);
  const inputHandle = context.newString(input);
  const nowHandle = context.newNumber(Date.parse(now));
  const seedHandle = context.newNumber(seedOf(source, input, now));
  try {
    const result = context.callFunction(harness, context.undefined, sourceHandle, inputHandle, nowHandle, seedHandle);
    if (result.error !== undefined) {
      const message = errorText(context.dump(result.error));
      result.error.dispose();
      return {
        kind: 'failed',
        ...(message.includes('interrupted')
          ? { message: 'Expected the script to end in time, but it was stopped', wasStopped: true }
          : { message }),
      };
    }
    const text = context.getString(result.value);
    result.value.dispose();
    return outcomeOf(text);
  } finally {
    sourceHandle.dispose();
    inputHandle.dispose();
    nowHandle.dispose();
    seedHandle.dispose();
  }
}

/** A number of 32 bits made of the texts (FNV-1a), with which the random numbers of the script begin. */
function seedOf(...texts: readonly string[]): number {
  let seed = 2_166_136_261;
  for (const text of texts)
    for (let index = 0; index < text.length; index += 1) seed = Math.imul(seed ^ text.charCodeAt(index), 16_777_619);
  return seed;
}

/** How deep a value is nested, counted no further than one past `most`. */
function nesting(value: JsonValue, most: number): number {
  if (typeof value !== 'object' || value === null || most < 0) return 0;
  return 1 + Object.values(value).reduce<number>((deepest, member) => Math.max(deepest, nesting(member, most - 1)), 0);
}

function outcomeOf(text: string): BoundedOutcome {
  if (text.length > SCRIPT_RESULT_LIMIT)
    return {
      kind: 'failed',
      message: `Expected at most ${SCRIPT_RESULT_LIMIT} characters of JSON from the script, but found ${text.length}`,
    };
  // The harness makes exactly these two shapes.
  const answer = JSON.parse(text) as {
    readonly completed?: JsonValue;
    readonly bpmnError?: { readonly code: string; readonly message: string };
  };
  if (nesting(answer.completed ?? null, RESULT_NESTING) > RESULT_NESTING)
    return { kind: 'failed', message: `Expected a result nested at most ${RESULT_NESTING} deep, but it is deeper` };
  if (answer.bpmnError !== undefined) return { kind: 'bpmnError', ...answer.bpmnError };
  return { kind: 'completed', value: answer.completed ?? null };
}

/** Processor time of this thread in milliseconds: a harmless script on a busy machine is not stopped because others had their turn. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** A fresh QuickJS (WebAssembly) for one script: no host functions, no state left from earlier scripts, bounded memory and stack. */
interface Sandbox {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly harness: QuickJSHandle;
}

function openSandbox(quickJs: QuickJSWASMModule): Sandbox {
  const runtime = quickJs.newRuntime();
  runtime.setMaxStackSize(STACK_LIMIT_BYTES);
  const context = runtime.newContext();
  return { runtime, context, harness: context.unwrapResult(context.evalCode(HARNESS, 'harness.js')) };
}

function closeSandbox({ runtime, context, harness }: Sandbox): void {
  harness.dispose();
  context.dispose();
  runtime.dispose();
}

function runScript(sandbox: Sandbox, task: ScriptTask): BoundedOutcome {
  sandbox.runtime.setMemoryLimit(task.memoryLimitBytes);
  const begunMs = processorMs();
  sandbox.runtime.setInterruptHandler(() => processorMs() - begunMs > task.deadlineMs);
  try {
    return call(sandbox, task);
  } finally {
    sandbox.runtime.removeInterruptHandler();
  }
}

/**
 * Loads QuickJS before the first script, which must not pay for that out of its own time. The sandbox of the next script is made while nobody waits: after
 * the answer to the one before.
 */
export async function loadScriptPerformer(): Promise<Perform> {
  const quickJs = await getQuickJS();
  let ready: Sandbox | null = openSandbox(quickJs);
  return async (task) => {
    if (task.kind !== 'script') return { kind: 'failed', message: `Expected a script, but found ${task.kind}` };
    const sandbox = ready ?? openSandbox(quickJs);
    ready = null;
    setImmediate(() => {
      closeSandbox(sandbox);
      ready ??= openSandbox(quickJs);
    });
    return runScript(sandbox, task);
  };
}
