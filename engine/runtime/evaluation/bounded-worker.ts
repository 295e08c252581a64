import { parentPort } from 'node:worker_threads';
import { createEvaluator, evaluateDecision } from '../../expression/index.ts';
import { parseDmn } from '../../parse/index.ts';
import type { BoundedOutcome, BoundedTask, WorkerMessage } from './messages.ts';
import { runScript } from './script.ts';

const evaluate = createEvaluator();

async function perform(task: BoundedTask): Promise<BoundedOutcome> {
  switch (task.kind) {
    case 'script': return runScript(task.source, task.variables, task);
    case 'feel': {
      const result = evaluate(task.expression, task.variables, task.now);
      return result.kind === 'value' ? { kind: 'completed', value: result.value } : { kind: 'failed', message: result.message };
    }
    case 'decision': return decide(task);
  }
}

/** Models already parsed, by their text; few and re-used, so the oldest is dropped at the limit. */
const models = new Map<string, Awaited<ReturnType<typeof parseDmn>>>();
const MODEL_LIMIT = 50;

async function decide(task: Extract<BoundedTask, { kind: 'decision' }>): Promise<BoundedOutcome> {
  const parsed = models.get(task.xml) ?? (await parseDmn(task.xml, task.resource));
  const oldest = models.size >= MODEL_LIMIT ? models.keys().next().value : undefined;
  if (oldest !== undefined) models.delete(oldest);
  models.set(task.xml, parsed);
  if (parsed.kind === 'refused') return { kind: 'failed', message: parsed.findings[0]?.message ?? `Expected decisions in ${task.resource}, but found none` };
  const result = evaluateDecision(parsed.model, task.decision, task.input, task.now);
  return result.kind === 'value' ? { kind: 'completed', value: result.value } : { kind: 'failed', message: result.message };
}

async function answer(task: BoundedTask): Promise<WorkerMessage> {
  try {
    return { kind: 'outcome', outcome: await perform(task) };
  } catch (error) {
    return { kind: 'outcome', outcome: { kind: 'failed', message: error instanceof Error ? error.message : String(error) } };
  }
}

const port = parentPort;
if (port === null) throw new Error('Expected to run as a worker thread, but there is no parent port');
port.on('message', (task: BoundedTask) => {
  void answer(task).then((message) => port.postMessage(message));
});
// The first script must not pay out of its own time for loading and compiling WebAssembly.
await runScript('return 1', {}, { memoryLimitBytes: 64 * 1024 * 1024, deadlineMs: 10_000 });
port.postMessage({ kind: 'ready' } satisfies WorkerMessage);
