import { expect } from 'chai';
import { isDeepStrictEqual } from 'node:util';
import type { Command, Decision, KernelEnvironment, Rejection } from '../../engine/kernel/index.ts';
import { decide } from '../../engine/kernel/index.ts';
import type { ProcessDefinition } from '../../engine/model/index.ts';
import { ROOT_SCOPE_ID } from '../../engine/model/index.ts';
import type { ElementInstance, InstanceState } from '../../engine/state/index.ts';
import { joinsLeftStanding } from './enabling-rules.ts';

/** A value as it comes back from a database or a file. */
export function copyOf<Value>(value: Value): Value {
  // JSON of what is JSON already has the same shape.
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** Decides twice: as it is, and as after a restart, with state and definition read back and nothing cached. Both must agree to the letter. */
export function decideTwice(
  environment: KernelEnvironment,
  definition: ProcessDefinition,
  state: InstanceState | null,
  command: Command,
  now: string,
): Decision | Rejection {
  const answer = decide(environment, definition, state, command, now);
  const again = decide(environment, copyOf(definition), copyOf(state), copyOf(command), now);
  if (!isDeepStrictEqual(again, answer)) expect(again, `${command.kind} after a restart`).to.deep.equal(answer);
  return answer;
}

/** The event that waits for the end of the compensation in which a handler runs; null when none waits, undefined for what is no handler. */
export const chainThrower = (instance: ElementInstance): unknown => {
  const chain = instance.data['compensation'];
  // The kernel writes `{ remaining, throwerId }`.
  return chain === undefined ? undefined : (chain as { readonly throwerId: string | null }).throwerId;
};

/** Why an element instance may rest as it is; null when nothing would ever move it. */
function reasonToRest(state: InstanceState, instance: ElementInstance, definition: ProcessDefinition, isPending: boolean): string | null {
  const all = Object.values(state.elementInstances);
  if (
    Object.values(state.waits).some(
      (wait) => wait.elementInstanceId === instance.id && (wait.elementId === instance.elementId || isGateway(instance, definition)),
    )
  )
    return 'wait';
  if (Object.values(state.incidents).some((incident) => incident.elementInstanceId === instance.id)) return 'incident';
  if (instance.status === 'entering') return isPending ? 'pending work' : null;
  if (all.some((other) => other.scopeId === instance.id)) return 'content';
  if (Object.values(state.tokens).some((token) => token.scopeId === instance.id)) return 'resting token';
  if (all.some((other) => chainThrower(other) === instance.id)) return 'compensation';
  // A complex gateway rests until it starts or is reset; the enabling rules say whether it may.
  return definition.nodes[instance.elementId]?.kind === 'complexGateway' ? 'complex gateway' : null;
}

const isGateway = (instance: ElementInstance, definition: ProcessDefinition): boolean =>
  definition.nodes[instance.elementId]?.kind === 'eventBasedGateway';

/** Every part of the state belongs to something that is there, and everything that is there has a reason to rest. */
export function expectSound(definition: ProcessDefinition, state: InstanceState, isPending: boolean): void {
  const ids = new Set(Object.keys(state.elementInstances));
  const belongs = (id: string | null, what: unknown): void => {
    if (id !== null && !ids.has(id)) expect.fail(`Expected an owner for ${JSON.stringify(what)}, but there is none.`);
  };
  for (const instance of Object.values(state.elementInstances)) belongs(instance.scopeId, instance);
  for (const wait of Object.values(state.waits)) belongs(wait.elementInstanceId, wait);
  for (const token of Object.values(state.tokens)) belongs(token.scopeId, token);
  for (const incident of Object.values(state.incidents)) belongs(incident.elementInstanceId, incident);
  for (const scopeId of Object.keys(state.variables)) if (scopeId !== String(ROOT_SCOPE_ID)) belongs(scopeId, 'variables');
  // What can be compensated belongs to a living scope, or to a completed one that can be compensated itself; at the end to the process.
  const completed = new Set<unknown>([
    ...state.compensations.map((entry) => entry.elementInstanceId),
    ...Object.values(state.elementInstances).map((instance) => instance.data['restores']),
  ]);
  for (const entry of state.compensations)
    if (!completed.has(entry.scopeId) && entry.scopeId !== ROOT_SCOPE_ID) belongs(entry.scopeId, entry);
  for (const instance of Object.values(state.elementInstances))
    if (reasonToRest(state, instance, definition, isPending) === null)
      expect.fail(`Expected a reason why ${instance.elementId} rests, but nothing would ever move it: ${JSON.stringify(instance)}`);
  if (!isPending && state.status === 'active') {
    const standing = joinsLeftStanding(definition, state);
    if (standing.length > 0) expect.fail(`Expected no join that may go on to rest, but found ${standing.join(', ')}.`);
  }
}
