import { createEvaluator } from '../../../engine/expression/index.ts';
import { decide } from '../../../engine/kernel/index.ts';
import type { Command, Decision, KernelEnvironment } from '../../../engine/kernel/index.ts';
import { asDefinitionId, asInstanceId } from '../../../engine/model/index.ts';
import type { ProcessDefinition } from '../../../engine/model/index.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';
import type { InstanceState } from '../../../engine/state/index.ts';
import type { OpenSubject } from '../workload.ts';

const NOW = '2026-11-26T10:00:00.000Z';
const DEFINITION_ID = asDefinitionId('definition');
/** The budgets of the production server. */
const BUDGETS = { stepBudget: 1_000, instanceBudget: 1_000_000 };

async function definitionOf(xml: string): Promise<ProcessDefinition> {
  const result = await parseBpmn(xml, 'benchmark.bpmn');
  const definition = result.kind === 'parsed' ? result.definitions[0] : undefined;
  if (definition === undefined) throw new Error(`Expected a process, but found: ${result.findings[0]?.message ?? 'none'}`);
  return definition;
}

/** The kernel itself, as the runtime calls it: one command for the start and one for each job, each giving a new state. */
export async function openLaneworkKernel(xml: string, jobs: number): Promise<OpenSubject> {
  const definition = await definitionOf(xml);
  const environment: KernelEnvironment = { evaluate: createEvaluator(), ...BUDGETS };

  function ask(state: InstanceState | null, command: Command): Decision {
    const decision = decide(environment, definition, state, command, NOW);
    if (decision.kind === 'rejected') throw new Error(decision.message);
    return decision;
  }

  function runInstance(number: number): void {
    const instanceId = asInstanceId(`instance-${number}`);
    let { state, effects } = ask(null, {
      kind: 'start',
      instanceId,
      definitionId: DEFINITION_ID,
      businessKey: null,
      startEventId: null,
      variables: {},
      rootInstanceId: instanceId,
      caller: null,
    });
    let completed = 0;
    for (const open = [...effects]; ; open.push(...effects)) {
      const effect = open.shift();
      if (effect?.kind !== 'performJob') break;
      ({ state, effects } = ask(state, { kind: 'completeJob', jobId: effect.jobId, variables: {} }));
      completed += 1;
    }
    if (state.status !== 'completed' || completed !== jobs)
      throw new Error(`Expected a completed instance after ${jobs} jobs, but it is ${state.status} after ${completed}.`);
  }

  let number = 0;
  return {
    run(count) {
      for (let index = 0; index < count; index += 1) runInstance((number += 1));
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
