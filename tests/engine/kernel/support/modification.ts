import { expect } from 'chai';
import type { CommandProblem } from '../../../../engine/model/index.ts';
import { decide } from '../../../../engine/kernel/index.ts';
import type { Instruction, Placement, TokenSelection } from '../../../../engine/model/index.ts';
import type { JsonObject } from '../../../../engine/model/index.ts';
import { asElementId, asElementInstanceId } from '../../../../engine/model/index.ts';
import type { ElementInstance } from '../../../../engine/state/index.ts';
import type { Run } from './run.ts';

interface Options {
  /** Element instance id of the scope to begin from. */
  readonly within?: string;
  readonly loopInstance?: boolean;
  /** Variables by element id; `''` is the process. */
  readonly variables?: Readonly<Record<string, JsonObject>>;
}

/** A place as `A` (before it), `A>` (after it) or `~flow` (on the flow). */
function placement(place: string, { within, loopInstance = false, variables = {} }: Options): Placement {
  const id = asElementId(place.replaceAll(/[~>]/g, ''));
  return {
    place: place.startsWith('~')
      ? { kind: 'flow', flowId: id }
      : place.endsWith('>')
        ? { kind: 'after', elementId: id }
        : { kind: 'before', elementId: id },
    ancestorScopeId: within === undefined ? null : asElementInstanceId(within),
    loopInstance,
    variables: Object.entries(variables).map(([name, value]) => ({ elementId: name === '' ? null : asElementId(name), variables: value })),
  };
}

/** A selection as an element id, `#id` (element instance) or `@id` (resting token). */
function selection(from: string): TokenSelection {
  if (from.startsWith('#')) return { kind: 'elementInstance', elementInstanceId: asElementInstanceId(from.slice(1)) };
  if (from.startsWith('@')) return { kind: 'token', tokenId: from.slice(1) };
  return { kind: 'element', elementId: asElementId(from) };
}

export const add = (place: string, options: Options = {}): Instruction => ({ kind: 'add', ...placement(place, options) });
export const move = (from: string, place: string, options: Options = {}): Instruction => ({
  kind: 'move',
  from: selection(from),
  ...placement(place, options),
});
export const cancelAt = (from: string): Instruction => ({ kind: 'cancel', from: selection(from) });

/** Modifies an instance; fails when it is refused. */
export function modify(instance: Run, ...instructions: readonly Instruction[]): Run {
  const answer = instance.send({ kind: 'modify', instructions });
  expect(answer, 'the answer to modify').to.not.be.a('string');
  return instance;
}

/** The problems with which a modification is refused. */
export function problemsOf(instance: Run, ...instructions: readonly Instruction[]): readonly CommandProblem[] {
  const answer = decide(instance.environment, instance.definition, instance.state, { kind: 'modify', instructions }, instance.now);
  if (answer.kind !== 'rejected') throw new Error('Expected the modification to be refused, but it was accepted.');
  return answer.problems ?? [];
}

/** Codes and elements of the problems, `CODE element`. */
export const codesOf = (instance: Run, ...instructions: readonly Instruction[]): readonly string[] =>
  problemsOf(instance, ...instructions).map(({ code, elementId }) => (elementId === null ? code : `${code} ${elementId}`));

/** Active element instances of an element, without loop bodies. */
export const instancesOf = (instance: Run, elementId: string): readonly ElementInstance[] =>
  Object.values(instance.state.elementInstances).filter((each) => each.elementId === elementId && !each.isLoopBody);

/** The body of a loop. */
export const bodiesOf = (instance: Run, elementId: string): readonly ElementInstance[] =>
  Object.values(instance.state.elementInstances).filter((each) => each.elementId === elementId && each.isLoopBody);
