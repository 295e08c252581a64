import type { Draft } from '../engine/kernel/support/define.ts';
import {
  after,
  businessRuleTask,
  callActivity,
  catchEvent,
  condition,
  end,
  error,
  escalation,
  every,
  exclusive,
  link,
  manualTask,
  message,
  needingAll,
  NONE,
  receiveTask,
  scriptTask,
  sendTask,
  serviceTask,
  signal,
  task,
  throwEvent,
  userTask,
} from '../engine/kernel/support/define.ts';
import type { EventDefinition } from '../../engine/model/index.ts';
import type { End, Leaf, Trigger } from './block.ts';
import type { Layout } from './layout.ts';

/** Holds for some values of the counter `n`, which every command changes. */
const SOMETIMES = '=modulo(n, 3) = 0';

/** The event definitions of a trigger. */
export function definitionsOf(trigger: Trigger): readonly EventDefinition[] {
  const definitions: Readonly<Record<Trigger, readonly EventDefinition[]>> = {
    timer: [after('PT30M')],
    cycle: [every('R2/PT20M')],
    message: [message('stop')],
    signal: [signal('halt')],
    // Of a variable of its own: what an event causes must not be able to cause it again for ever.
    condition: [condition('=modulo(k, 3) = 0')],
    error: [error(null)],
    escalation: [escalation(null)],
    firstOf: [message('stop'), signal('halt')],
    allOf: [message('stop'), signal('halt')],
  };
  return definitions[trigger];
}

/** An event with the definitions of a trigger in the place of its own. */
export function triggeredBy(event: Draft, trigger: Trigger): Draft {
  const changed = { ...event, own: { ...event.own, definitions: definitionsOf(trigger) } };
  return trigger === 'allOf' ? needingAll(changed) : changed;
}

/** The end event of a sub-process; null when its last activity has no outgoing flow instead. */
export function endOf(layout: Layout, kind: End): Draft | null {
  const id = layout.id('E');
  const several = [message('m'), signal('s'), escalation('L'), { kind: 'compensation', activityId: null, waitForCompletion: true }];
  switch (kind) {
    case 'none':
      return end(id);
    case 'implicit':
      return null;
    case 'message':
      return end(id, message('m'));
    case 'signal':
      return end(id, signal('s'));
    case 'escalation':
      return end(id, escalation('L'));
    case 'compensation':
      return end(id, { kind: 'compensation', activityId: null, waitForCompletion: false });
    case 'terminate':
      return end(id, { kind: 'terminate' });
    case 'several':
      return { ...end(id), own: { ...end(id).own, definitions: several } };
  }
}

/** The node of a leaf that is one node; null for those that are several. */
function singleNode(layout: Layout, leaf: Leaf): Draft | null {
  switch (leaf) {
    case 'task':
      return task(layout.id('T'));
    case 'manual':
      return manualTask(layout.id('T'));
    case 'user':
      return userTask(layout.id('U'), { in: { seen: '=n' } });
    case 'service':
      return serviceTask(layout.id('J'), 'work', { out: { done: '=done' } });
    case 'script':
      return scriptTask(layout.id('F'), 'n + 1', { result: 'n' });
    case 'javaScript':
      return scriptTask(layout.id('F'), 'n', { language: 'javascript', result: 'n' });
    case 'decision':
      return businessRuleTask(layout.id('J'), 'decide', { result: 'decided' });
    case 'untyped':
      return serviceTask(layout.id('J'), null);
    case 'sendJob':
      return sendTask(layout.id('J'), null, { job: 'mail' });
    case 'sendMessage':
      return sendTask(layout.id('T'), message('m', '=n'));
    case 'receive':
      return receiveTask(layout.id('C'), message('m', '=n'));
    case 'call':
      return callActivity(layout.id('A'), 'called');
    default:
      return eventNode(layout, leaf);
  }
}

function eventNode(layout: Layout, leaf: Leaf): Draft | null {
  const caught: Partial<Record<Leaf, EventDefinition | readonly EventDefinition[]>> = {
    timer: after('PT1H'),
    message: message('m', '=n'),
    signal: signal('s'),
    condition: condition(SOMETIMES),
    firstOf: [message('m'), after('PT2H')],
    allOf: [message('m'), signal('s')],
  };
  const thrown: Partial<Record<Leaf, EventDefinition>> = {
    throwNone: NONE,
    throwMessage: message('m', '=n'),
    throwSignal: signal('s'),
    throwEscalation: escalation('L'),
  };
  const [catches, throws] = [caught[leaf], thrown[leaf]];
  if (throws !== undefined) return throwEvent(layout.id('R'), throws);
  if (catches === undefined) return null;
  const event = catchEvent(layout.id('C'), catches, { out: { last: '=n' } });
  return leaf === 'allOf' ? needingAll(event) : event;
}

/** Lays out a leaf behind `from` and answers its last node. */
export function layLeaf(layout: Layout, leaf: Leaf, from: string, condition?: string): string {
  const single = singleNode(layout, leaf);
  if (single !== null) return layout.after(from, single, condition);
  if (leaf === 'link') {
    const name = layout.id('link');
    layout.after(from, throwEvent(layout.id('R'), link(name)), condition);
    return layout.add(catchEvent(layout.id('C'), link(name)));
  }
  if (leaf === 'quantity') {
    const first = layout.after(from, userTask(layout.id('U'), { gives: 3 }), condition);
    return layout.after(first, userTask(layout.id('U'), { needs: 3 }));
  }
  // A gate without a default flow: an incident until the counter fits.
  const gate = layout.after(from, exclusive(layout.id('X')), condition);
  return layout.after(gate, task(layout.id('T')), 'modulo(n, 2) = 0');
}
