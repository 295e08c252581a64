import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import type { Command, KernelEnvironment } from '../../engine/kernel/index.ts';
import { asDefinitionId, asInstanceId } from '../../engine/model/index.ts';
import type { ProcessDefinition } from '../../engine/model/index.ts';
import type { InstanceRecord, InstanceState } from '../../engine/state/index.ts';
import { applyRecords, parseRecords } from '../../engine/state/index.ts';
import { recordsText } from '../support/journal-texts.ts';
import { BEGIN, ENVIRONMENT } from '../engine/kernel/support/run.ts';
import { decideTwice, expectSound } from './invariants.ts';
import { Ledger } from './ledger.ts';

/** One process instance under random commands. After every one of them it checks everything that has to hold of any instance. */
export class Player {
  readonly definition: ProcessDefinition;
  readonly environment: KernelEnvironment;
  readonly ledger: Ledger;
  readonly records: InstanceRecord[] = [];
  readonly commands: Command[] = [];
  #state: InstanceState | null = null;
  /** True while work is left over by the step budget of a command. */
  isPending = false;

  constructor(definition: ProcessDefinition, environment: Partial<KernelEnvironment> = {}) {
    this.definition = definition;
    this.environment = { ...ENVIRONMENT, ...environment };
    this.ledger = new Ledger(definition);
  }

  get state(): InstanceState {
    if (this.#state === null) throw new Error('Expected a started instance, but it was not started.');
    return this.#state;
  }

  get isActive(): boolean {
    return this.#state?.status === 'active';
  }

  #notePending(command: Command, effects: readonly { readonly kind: string }[]): void {
    const goesOn = effects.some((effect) => effect.kind === 'continueLater');
    const picksUp = command.kind === 'continue' || command.kind === 'resume';
    this.isPending = goesOn || (this.isPending && !picksUp);
  }

  /** Sends a command and checks; answers the code of a rejection, else null. */
  send(command: Command): string | null {
    const before = this.#state;
    this.commands.push(command);
    const answer = decideTwice(this.environment, this.definition, before, command, BEGIN);
    if (answer.kind === 'rejected') return answer.code;
    this.#state = answer.state;
    this.records.push(...answer.records);
    for (const record of answer.records) this.ledger.note(record);
    this.ledger.balance(answer.state);
    this.#notePending(command, answer.effects);
    const replayed = applyRecords(before, answer.records);
    if (!isDeepStrictEqual(replayed, answer.state)) expect(replayed, 'the fold of the records').to.deep.equal(answer.state);
    expectSound(this.definition, answer.state, this.isPending);
    return null;
  }

  start(variables: { readonly n: number; readonly k: number }): void {
    const instanceId = asInstanceId('instance');
    this.send({
      kind: 'start',
      instanceId,
      definitionId: asDefinitionId('definition'),
      businessKey: null,
      startEventId: null,
      variables,
      rootInstanceId: instanceId,
      caller: null,
    });
  }

  /** A pause: nothing but `resume` and `cancel` is taken, and afterwards everything is as before. */
  pause(): void {
    const before = this.state;
    this.send({ kind: 'suspend' });
    expect(this.send({ kind: 'continue' }), 'a command to a suspended instance').to.equal('WRONG_STATUS');
    const wasPending = this.isPending;
    this.send({ kind: 'resume' });
    if (!wasPending) expect({ ...this.state, status: 'active' }).to.deep.equal({ ...before, nextId: this.state.nextId });
  }

  /** Replays everything from nothing, as the journal keeps it. */
  checkReplay(): void {
    const kept = parseRecords(recordsText(this.records));
    if (!isDeepStrictEqual(kept, this.records)) expect(kept, 'the records as the journal keeps them').to.deep.equal(this.records);
    expect(applyRecords(null, kept)).to.deep.equal(this.state);
  }
}
