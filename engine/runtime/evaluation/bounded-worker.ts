import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { BoundedOutcome, BoundedTask, Perform, WorkerMessage } from './messages.ts';

// A thread that is killed must be back soon: the next one need not strip the types of every file again.
enableCompileCache();

/** Each thread does one kind of task and loads only what that needs, because a thread that is killed must be back soon. */
async function performer(kind: BoundedTask['kind']): Promise<Perform> {
  switch (kind) {
    case 'script':
      return (await import('./script.ts')).loadScriptPerformer();
    case 'feel':
      return (await import('./feel.ts')).performFeel;
    case 'file':
      return (await import('./diagram.ts')).performReading;
    case 'decision':
      return (await import('./decision.ts')).performDecision;
  }
}

async function answer(perform: Perform, task: BoundedTask): Promise<BoundedOutcome> {
  try {
    return await perform(task, () => port?.postMessage({ kind: 'begun' } satisfies WorkerMessage));
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

const port = parentPort;
if (port === null) throw new Error('Expected to run as a worker thread, but there is no parent port');
// The thread that starts this one passes the kind of its tasks.
const perform = await performer(workerData as BoundedTask['kind']);
port.on('message', (task: BoundedTask) => {
  void answer(perform, task).then((outcome) => port.postMessage({ kind: 'outcome', outcome } satisfies WorkerMessage));
});
port.postMessage({ kind: 'ready' } satisfies WorkerMessage);
