import { Engine } from 'bpmn-engine';
import type { BpmnEngineOptions } from 'bpmn-engine';
import type { OpenSubject } from '../workload.ts';

type Callback = (error: null) => void;

/**
 * The npm package bpmn-engine on the same diagram. Its XML is read once and the result handed to each engine (`sourceContext`), which is the fastest way
 * that it offers; the services call back at once, so that `execute` returns after the instance has ended.
 */
export async function openBpmnEngine(xml: string, jobs: number): Promise<OpenSubject> {
  let calls = 0;
  const services = {
    noop(_scope: unknown, callback: Callback): void {
      calls += 1;
      callback(null);
    },
  };
  const [read] = await new Engine({ name: 'read', source: xml, services }).getDefinitions();
  // The environment of a definition carries the serialized source that it was made from, typed as any option.
  const source = read?.environment.options['source'] as BpmnEngineOptions['sourceContext'];
  if (source === undefined) throw new Error('Expected bpmn-engine to keep the source of a definition, but found none.');
  const sourceContext = source;

  async function runInstance(number: number): Promise<void> {
    const before = calls;
    const engine = new Engine({ name: `instance-${number}`, sourceContext, services });
    const execution = await engine.execute();
    const [definition] = execution.definitions;
    if (execution.state !== 'idle' || definition?.counters.completed !== 1 || calls - before !== jobs)
      throw new Error(`Expected a completed instance after ${jobs} services, but it is ${execution.state} after ${calls - before}.`);
  }

  let number = 0;
  return {
    async run(count) {
      for (let index = 0; index < count; index += 1) await runInstance((number += 1));
    },
    close: () => Promise.resolve(),
  };
}
