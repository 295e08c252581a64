import { getQuickJS } from 'quickjs-emscripten';
import type { QuickJSContext, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten';
import type { JsonObject, JsonValue } from '../../model/index.ts';
import type { BoundedOutcome, BoundedTask, Perform } from './messages.ts';

/** Characters of JSON that a script may return. */
export const SCRIPT_RESULT_LIMIT = 1024 * 1024;
const STACK_LIMIT_BYTES = 512 * 1024;

/**
 * Runs inside QuickJS. `input` and `source` are strings, the answer is a string, so no object crosses the border. The script is the body of a
 * function; variables are globals; a name that JavaScript keeps for itself (`undefined`) stays what it is.
 */
const HARNESS = `(function (source, input) {
  const { parse, stringify } = JSON;
  const { keys, defineProperty } = Object;
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

/** Text of an error of QuickJS as a person can read it. */
function errorText(dumped: unknown): string {
  if (typeof dumped === 'object' && dumped !== null && 'message' in dumped) {
    const name = 'name' in dumped ? `${String(dumped.name)}: ` : '';
    return `${name}${String(dumped.message)}`;
  }
  return String(dumped);
}

function call(context: QuickJSContext, source: string, variables: JsonObject): BoundedOutcome {
  const harness = context.unwrapResult(context.evalCode(HARNESS, 'harness.js'));
  const sourceHandle = context.newString(source);
  const inputHandle = context.newString(JSON.stringify(variables));
  try {
    const result = context.callFunction(harness, context.undefined, sourceHandle, inputHandle);
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
    harness.dispose();
    sourceHandle.dispose();
    inputHandle.dispose();
  }
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
  if (answer.bpmnError !== undefined) return { kind: 'bpmnError', ...answer.bpmnError };
  return { kind: 'completed', value: answer.completed ?? null };
}

/** Processor time of this thread in milliseconds: a harmless script on a busy machine is not stopped because others had their turn. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Runs a script in a fresh QuickJS (WebAssembly): no host functions, no state left from earlier scripts, bounded memory, stack and time. */
function runScript(quickJs: QuickJSWASMModule, task: Extract<BoundedTask, { kind: 'script' }>): BoundedOutcome {
  const runtime: QuickJSRuntime = quickJs.newRuntime();
  try {
    runtime.setMemoryLimit(task.memoryLimitBytes);
    runtime.setMaxStackSize(STACK_LIMIT_BYTES);
    const begunMs = processorMs();
    runtime.setInterruptHandler(() => processorMs() - begunMs > task.deadlineMs);
    const context = runtime.newContext();
    try {
      return call(context, task.source, task.variables);
    } finally {
      context.dispose();
    }
  } finally {
    runtime.dispose();
  }
}

/** Loads QuickJS before the first script, which must not pay for that out of its own time. */
export async function loadScriptPerformer(): Promise<Perform> {
  const quickJs = await getQuickJS();
  return async (task) =>
    task.kind === 'script' ? runScript(quickJs, task) : { kind: 'failed', message: `Expected a script, but found ${task.kind}` };
}
