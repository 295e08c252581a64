import { expect } from 'chai';
import { bpmn, flow, path, serviceTask } from '../support/bpmn.ts';
import { eventually } from '../support/engine.ts';
import type { FaultStage } from './fault-stage.ts';
import type { SeededRandom } from './scale.ts';
import { input, timer } from './work-module.ts';
import type { Caller } from './work-stage.ts';

const effect = (id: string): string => serviceTask(id, 'work.effect', 3, input(`"${id}"`, 'note'));
const between = (content: string, ...ids: readonly string[]): string =>
  `<bpmn:startEvent id="start" />${content}<bpmn:endEvent id="end" />${path('start', ...ids, 'end')}`;

const MESSAGE = `<bpmn:message id="paid" name="soak.paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=key" /></bpmn:extensionElements></bpmn:message>`;
const BOUNDARY = `<bpmn:boundaryEvent id="refused" attachedToRef="refuse"><bpmn:errorEventDefinition id="refusedError" errorRef="refusal" /></bpmn:boundaryEvent>`;
const SCRIPT = `<bpmn:scriptTask id="script"><bpmn:extensionElements><zeebe:script expression="=price * 2" resultVariable="total" /></bpmn:extensionElements></bpmn:scriptTask>`;

/** One process for each kind of case. */
export const SOAK_DIAGRAMS: Readonly<Record<string, string>> = {
  'soak-task': bpmn(
    'soak-task',
    between(
      `${effect('first')}<bpmn:userTask id="task" />${effect('second')}${timer('pause', 'PT0.2S')}${effect('third')}`,
      'first',
      'task',
      'second',
      'pause',
      'third',
    ),
  ),
  'soak-message': bpmn(
    'soak-message',
    between(
      `<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition id="waitMessage" messageRef="paid" /></bpmn:intermediateCatchEvent>${effect('after')}`,
      'wait',
      'after',
    ),
    MESSAGE,
  ),
  'soak-cancel': bpmn('soak-cancel', between('<bpmn:userTask id="task" />', 'task')),
  'soak-refused': bpmn(
    'soak-refused',
    between(`${serviceTask('refuse', 'work.refuse')}${BOUNDARY}${effect('instead')}`, 'refuse') +
      flow('refused', 'instead') +
      flow('instead', 'end'),
    '<bpmn:error id="refusal" name="Refusal" errorCode="REFUSED" />',
  ),
  'soak-flaky': bpmn('soak-flaky', between(`${timer('pause', 'PT0.05S')}${serviceTask('flaky', 'work.flaky')}`, 'pause', 'flaky')),
  'soak-outside': bpmn('soak-outside', between(`${serviceTask('outside', 'soak.outside')}${effect('after')}`, 'outside', 'after')),
  'soak-script': bpmn('soak-script', between(SCRIPT, 'script')),
};

/** Effects of one case of each process. */
export const SOAK_EFFECTS: Readonly<Record<string, number>> = {
  'soak-task': 3,
  'soak-message': 1,
  'soak-cancel': 0,
  'soak-refused': 1,
  'soak-flaky': 1,
  'soak-outside': 1,
  'soak-script': 0,
};

/** Cases under way at a time; at more of them the load waits. */
const MAX_IN_HAND = 100;
const PROCESSES = Object.keys(SOAK_DIAGRAMS);

/** Cases of every kind at a steady rate, one who looks at lists and events, and one who does the jobs outside. */
export class SoakLoad {
  readonly #stage: FaultStage;
  readonly #callers: readonly Caller[];
  readonly #random: SeededRandom;
  readonly started = new Map<string, number>();
  /** Calls that were not answered as expected; the first few are enough to tell why. */
  readonly failures: string[] = [];
  #inHand = 0;
  #isEnding = false;
  requests = 0;

  constructor(stage: FaultStage, callers: readonly Caller[], random: SeededRandom) {
    this.#stage = stage;
    this.#callers = callers;
    this.#random = random;
  }

  get inHand(): number {
    return this.#inHand;
  }

  /** Starts `perSecond` cases a second until `untilMs` of `performance.now()`, and resolves when all have been seen to their end. */
  async run(perSecond: number, untilMs: number): Promise<void> {
    const others = [this.#workOutside(), this.#lookAtLists()];
    for (let dueMs = performance.now(); dueMs < untilMs; dueMs += 1_000 / perSecond) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
      if (this.#inHand < MAX_IN_HAND) void this.#guarded(() => this.#oneCase());
    }
    await eventually(() => Promise.resolve(this.#inHand === 0 ? true : null), 'all cases to have been served', 60_000);
    // An instance whose call failed may wait for ever: that call is what is to be told.
    if (this.failures.length === 0)
      await eventually(
        async () => ((await this.#stage.count(`select count(*) as n from process_instance where ended_at is null`)) === 0 ? true : null),
        'all instances to end',
        60_000,
      );
    this.#isEnding = true;
    await Promise.all(others);
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    this.#inHand += 1;
    try {
      await work();
    } catch (error) {
      if (this.failures.length < MAX_IN_HAND) this.failures.push(String(error));
    } finally {
      this.#inHand -= 1;
    }
  }

  get #caller(): Caller {
    return this.#callers[this.requests++ % this.#callers.length] as Caller; // There is at least one.
  }

  async #oneCase(): Promise<void> {
    const processId = PROCESSES[this.#random.below(PROCESSES.length)] ?? '';
    const number = (this.started.get(processId) ?? 0) + 1;
    this.started.set(processId, number);
    const key = `${processId}-${number}`;
    const id = await this.#caller.start(processId, { key, filling: 'x'.repeat(this.#random.below(4_000)) }, key);
    switch (processId) {
      case 'soak-task':
        return this.#expect200('POST', `/tasks/${await this.#idFrom('task', id)}/complete`, { variables: { decided: true } });
      case 'soak-message':
        return this.#expect200('POST', '/messages', { name: 'soak.paid', correlationKey: key, variables: { paid: true } });
      case 'soak-cancel':
        return this.#expect200('POST', `/process-instances/${id}/cancel`, {});
      case 'soak-script':
        await this.#expect200('PUT', `/process-instances/${id}/variables`, { variables: { price: 21 } });
        return this.#expect200('POST', `/incidents/${await this.#idFrom('incident', id)}/retry`, {});
      default:
        return undefined;
    }
  }

  async #expect200(method: string, resource: string, body: unknown): Promise<void> {
    const answer = await this.#caller.send(method, resource, body);
    expect(answer.status, `${method} ${resource} ${JSON.stringify(answer.body)}`).to.be.within(200, 299);
  }

  /** The task or incident of an instance. */
  async #idFrom(table: 'task' | 'incident', instanceId: string): Promise<string> {
    const { rows } = await this.#stage.database.pool.query<{ id: string }>(`select id from ${table} where instance_id = $1`, [instanceId]);
    return rows[0]?.id ?? 'none';
  }

  async #workOutside(): Promise<void> {
    while (!this.#isEnding) {
      await this.#quietly(async () => {
        const request = { type: 'soak.outside', worker: 'soak', maxJobs: 20, waitMs: 1_000, leaseMs: 30_000 };
        const { body } = await this.#caller.post('/jobs/activate', request);
        for (const { id, leaseEpoch } of body['jobs'] as readonly { readonly id: string; readonly leaseEpoch: number }[])
          await this.#expect200('POST', `/jobs/${id}/complete`, { leaseEpoch, variables: { done: true } });
      });
    }
  }

  /** As somebody at the screen: lists, and an event stream that is opened anew each time. */
  async #lookAtLists(): Promise<void> {
    while (!this.#isEnding) {
      await this.#quietly(async () => {
        for (const resource of ['/tasks?limit=50', '/tasks/counts', '/process-instances?limit=50', '/incidents?limit=50', '/overview'])
          await this.#expect200('GET', resource, undefined);
        await this.#caller.listen('/events', 1_000);
      });
    }
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.failures.length < MAX_IN_HAND) this.failures.push(String(error));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
