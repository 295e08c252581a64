import type { Command } from '../../engine/kernel/index.ts';
import type { JsonObject, ProcessDefinition } from '../../engine/model/index.ts';
import { ROOT_SCOPE_ID, asDefinitionId, asInstanceId } from '../../engine/model/index.ts';
import type { InstanceRecord, InstanceState, Wait } from '../../engine/state/index.ts';
import type { Draft } from '../engine/kernel/support/define.ts';
import { define } from '../engine/kernel/support/define.ts';
import { BEGIN, ENVIRONMENT } from '../engine/kernel/support/run.ts';
import { decideTwice, expectSound } from '../replay/invariants.ts';
import { hasPendingWork } from '../replay/random-command.ts';
import { canonical } from './canonical.ts';

/** States of one diagram after which exploring it counts as a failure of the diagram: it is too large to be explored. */
export const MAX_STATES = 2_000;

/** A small diagram with everything that may happen to it from outside, and all ways in which it may end. */
export interface Small {
  readonly name: string;
  readonly nodes: readonly Draft[];
  readonly flows: readonly string[];
  readonly variables?: JsonObject;
  /** Elements whose visits are part of the outcome. */
  readonly watch: readonly string[];
  /** Error codes that the work of an element may end with, beside its completion. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Escalation codes that the work of an element may throw, once. */
  readonly escalations?: Readonly<Record<string, string>>;
  /** Variables that somebody may set, once each. */
  readonly sets?: readonly JsonObject[];
  /** True when the instance may also be cancelled at any time. */
  readonly cancel?: boolean;
  /** Every possible outcome: status and visits of the watched elements; `stuck` with the flows of resting tokens for a deadlock. */
  readonly outcomes: readonly string[];
}

export interface Exploration {
  readonly outcomes: readonly string[];
  readonly states: number;
}

interface Node {
  readonly state: InstanceState;
  /** Visits of the watched elements, and how often what may happen only once has happened. */
  readonly counts: Readonly<Record<string, number>>;
}

interface Move {
  readonly command: Command;
  /** What is used up by it; null for what happens as often as somebody waits for it. */
  readonly uses: string | null;
}

function movesOfWait(definition: ProcessDefinition, small: Small, wait: Wait): readonly Move[] {
  const node = definition.nodes[wait.elementId];
  // A non-interrupting event may come again and again; here once.
  const repeats = (node?.kind === 'boundaryEvent' || node?.kind === 'startEvent') && !node.isInterrupting;
  const uses = repeats ? `event ${wait.elementId}` : null;
  const [errorCode, escalationCode] = [small.errors?.[wait.elementId], small.escalations?.[wait.elementId]];
  const thrown: Move[] = [];
  if (wait.kind === 'task' || wait.kind === 'job') {
    if (errorCode !== undefined)
      thrown.push({ command: { kind: 'throwError', waitId: wait.id, errorCode, message: '', variables: {} }, uses: null });
    if (escalationCode !== undefined)
      thrown.push({
        command: { kind: 'throwEscalation', waitId: wait.id, escalationCode, variables: {} },
        uses: `escalation ${wait.elementId}`,
      });
  }
  switch (wait.kind) {
    case 'task':
      return [{ command: { kind: 'completeTask', taskId: wait.id, variables: {} }, uses }, ...thrown];
    case 'job':
      return [{ command: { kind: 'completeJob', jobId: wait.id, variables: {} }, uses }, ...thrown];
    case 'timer':
      return [{ command: { kind: 'fireTimer', timerId: wait.id }, uses }];
    case 'message':
      return [{ command: { kind: 'deliverMessage', subscriptionId: wait.id, variables: {} }, uses }];
    case 'signal':
      return [{ command: { kind: 'deliverSignal', subscriptionId: wait.id, variables: {} }, uses }];
    case 'calledInstance':
      return [{ command: { kind: 'calledInstanceEnded', waitId: wait.id, outcome: { kind: 'completed', variables: {} } }, uses }];
    case 'condition':
      return [];
  }
}

function movesOf(definition: ProcessDefinition, small: Small, { state, counts }: Node): readonly Move[] {
  if (state.status !== 'active') return [];
  const moves = Object.values(state.waits).flatMap((wait) => movesOfWait(definition, small, wait));
  (small.sets ?? []).forEach((variables, index) => {
    moves.push({ command: { kind: 'setVariables', scopeId: ROOT_SCOPE_ID, variables }, uses: `set ${index}` });
  });
  if (small.cancel === true) moves.push({ command: { kind: 'cancel' }, uses: null });
  if (hasPendingWork(state)) moves.push({ command: { kind: 'continue' }, uses: null });
  return moves.filter(({ uses }) => uses === null || (counts[uses] ?? 0) === 0);
}

function countVisits(small: Small, counts: Node['counts'], records: readonly InstanceRecord[], uses: string | null): Node['counts'] {
  const after: Record<string, number> = { ...counts };
  const add = (key: string): void => {
    after[key] = (after[key] ?? 0) + 1;
  };
  if (uses !== null) add(uses);
  for (const record of records) {
    if (record.kind === 'elementEntered' && small.watch.includes(record.elementInstance.elementId)) add(record.elementInstance.elementId);
  }
  return after;
}

function outcomeOf(small: Small, { state, counts }: Node): string {
  const visits = small.watch.filter((id) => counts[id] !== undefined).map((id) => (counts[id] === 1 ? id : `${id}*${counts[id]}`));
  if (state.status !== 'active') return [state.status, ...visits].join(' ');
  const resting = Object.values(state.tokens).map((token) => token.flowId);
  const incidents = Object.values(state.incidents).map((incident) => incident.code);
  return ['stuck', ...visits, ...[...resting, ...incidents].toSorted().map((what) => `at ${what}`)].join(' ');
}

function apply(definition: ProcessDefinition, small: Small, before: Node | null, move: Move): Node {
  // One element visit per command, so that everything from outside can also come between any two of them.
  const environment = { ...ENVIRONMENT, stepBudget: 1 };
  const answer = decideTwice(environment, definition, before?.state ?? null, move.command, BEGIN);
  if (answer.kind === 'rejected') throw new Error(`Expected ${JSON.stringify(move.command)} to be taken, but found ${answer.code}.`);
  expectSound(definition, answer.state, hasPendingWork(answer.state));
  return { state: answer.state, counts: countVisits(small, before?.counts ?? {}, answer.records, move.uses) };
}

/** Follows everything that can happen to a diagram, in every order, breadth first, and answers all outcomes. Fails past `MAX_STATES`. */
export function explore(small: Small): Exploration {
  const definition = define(small.nodes, small.flows);
  const instanceId = asInstanceId('instance');
  const start: Command = {
    kind: 'start',
    instanceId,
    definitionId: asDefinitionId('definition'),
    businessKey: null,
    startEventId: null,
    variables: small.variables ?? {},
    rootInstanceId: instanceId,
    caller: null,
  };
  const seen = new Set<string>();
  const outcomes = new Set<string>();
  let front: readonly Node[] = [apply(definition, small, null, { command: start, uses: null })];
  while (front.length > 0) {
    const next: Node[] = [];
    for (const node of front) {
      const moves = movesOf(definition, small, node);
      if (moves.length === 0) outcomes.add(outcomeOf(small, node));
      for (const move of moves) {
        const after = apply(definition, small, node, move);
        const key = canonical(after.state, after.counts);
        if (seen.has(key)) continue;
        seen.add(key);
        if (seen.size > MAX_STATES) throw new Error(`Expected at most ${MAX_STATES} states of "${small.name}", but found more.`);
        next.push(after);
      }
    }
    front = next;
  }
  return { outcomes: [...outcomes].toSorted(), states: seen.size };
}
