import { expect } from 'chai';
import type { ProcessDefinition } from '../../engine/model/index.ts';
import type { InstanceRecord, InstanceState } from '../../engine/state/index.ts';

/**
 * Books kept from the records alone, beside the appliers: who is where, which token rests, what is on its way over a flow. They are
 * balanced after every command: nothing comes from nowhere, nothing gets lost, nothing outlives its scope.
 */
export class Ledger {
  readonly #definition: ProcessDefinition;
  readonly #instances = new Map<string, { readonly elementId: string; readonly scopeId: string | null }>();
  readonly #tokens = new Map<string, { readonly flowId: string; readonly scopeId: string }>();
  readonly #waits = new Map<string, string>();
  readonly #incidents = new Map<string, string>();
  /** Tokens taken on a flow in a scope that have neither been parked nor entered a node yet. */
  readonly #onTheWay = new Map<string, number>();
  /** How often each node was left and each flow taken. */
  readonly lefts = new Map<string, number>();
  readonly taken = new Map<string, number>();
  #lastId = 0;

  constructor(definition: ProcessDefinition) {
    this.#definition = definition;
  }

  #newId(id: string): void {
    expect(Number(id), `id ${id} after ${this.#lastId}`).to.be.greaterThan(this.#lastId);
    this.#lastId = Number(id);
  }

  #travel(flowId: string, scopeId: string, change: number): void {
    const key = `${flowId} in ${scopeId}`;
    const count = (this.#onTheWay.get(key) ?? 0) + change;
    expect(count, `tokens on flow ${key}`).to.be.at.least(0);
    if (count === 0) this.#onTheWay.delete(key);
    else this.#onTheWay.set(key, count);
  }

  #living(id: string | null, what: string): void {
    expect(id === null || this.#instances.has(id), `${what} in ${id}, which is there`).to.equal(true);
  }

  #gone(id: string): void {
    const found = this.#instances.get(id);
    expect(found, `instance ${id} that goes`).to.not.equal(undefined);
    this.#instances.delete(id);
    const inside = [...this.#instances]
      .filter(([, { scopeId }]) => scopeId === id)
      .map(([inner, { elementId }]) => `${elementId} ${inner}`);
    const resting = [...this.#tokens].filter(([, { scopeId }]) => scopeId === id).map(([, { flowId }]) => `token on ${flowId}`);
    const waiting = [...this.#waits].filter(([, owner]) => owner === id).map(([wait]) => `wait ${wait}`);
    const open = [...this.#incidents].filter(([, owner]) => owner === id).map(([incident]) => `incident ${incident}`);
    expect([...inside, ...resting, ...waiting, ...open], `left behind by ${found?.elementId} ${id}`).to.deep.equal([]);
  }

  /** Writes one record into the books. */
  note(record: InstanceRecord): void {
    switch (record.kind) {
      case 'elementEntered': {
        const { id, elementId, scopeId, viaFlowId } = record.elementInstance;
        this.#newId(id);
        this.#living(scopeId, elementId);
        this.#instances.set(id, { elementId, scopeId });
        if (viaFlowId !== null && scopeId !== null) this.#travel(viaFlowId, scopeId, -1);
        return;
      }
      case 'elementLeft':
        this.#gone(record.elementInstanceId);
        this.lefts.set(record.elementId, (this.lefts.get(record.elementId) ?? 0) + 1);
        return;
      case 'elementCancelled':
        this.#gone(record.elementInstanceId);
        return;
      case 'flowTaken':
        this.#living(record.scopeId, `flow ${record.flowId}`);
        this.#travel(record.flowId, record.scopeId, 1);
        this.taken.set(record.flowId, (this.taken.get(record.flowId) ?? 0) + 1);
        return;
      case 'tokenParked':
        this.#newId(record.tokenId);
        this.#travel(record.flowId, record.scopeId, -1);
        this.#tokens.set(record.tokenId, { flowId: record.flowId, scopeId: record.scopeId });
        return;
      case 'tokensRemoved':
        for (const id of record.tokenIds) expect(this.#tokens.delete(id), `token ${id} that is removed`).to.equal(true);
        return;
      case 'waitOpened':
        this.#newId(record.wait.id);
        this.#living(record.wait.elementInstanceId, `wait of ${record.wait.elementId}`);
        this.#waits.set(record.wait.id, record.wait.elementInstanceId);
        return;
      case 'waitClosed':
        expect(this.#waits.delete(record.waitId), `wait ${record.waitId} that is closed`).to.equal(true);
        return;
      case 'incidentRaised':
        this.#newId(record.incident.id);
        this.#living(record.incident.elementInstanceId, 'incident');
        this.#incidents.set(record.incident.id, record.incident.elementInstanceId);
        return;
      case 'incidentResolved':
        expect(this.#incidents.delete(record.incidentId), `incident ${record.incidentId} that is resolved`).to.equal(true);
        return;
      default:
        return;
    }
  }

  /** After a command: no token is between two places, and the books say what the state says. */
  balance(state: InstanceState): void {
    expect([...this.#onTheWay], 'tokens on their way').to.deep.equal([]);
    const sorted = (ids: Iterable<string>): readonly string[] => [...ids].sort((a, b) => Number(a) - Number(b));
    expect(sorted(this.#instances.keys()), 'element instances').to.deep.equal(sorted(Object.keys(state.elementInstances)));
    expect(sorted(this.#tokens.keys()), 'tokens').to.deep.equal(sorted(Object.keys(state.tokens)));
    expect(sorted(this.#waits.keys()), 'waits').to.deep.equal(sorted(Object.keys(state.waits)));
    expect(sorted(this.#incidents.keys()), 'incidents').to.deep.equal(sorted(Object.keys(state.incidents)));
  }

  /** Over the whole run: what has left a gateway has gone on as its kind says. Nodes directly inside an ad-hoc sub-process may be cut off. */
  checkGateways(): void {
    for (const node of Object.values(this.#definition.nodes)) {
      if (this.#definition.nodes[node.scopeId]?.kind === 'adHocSubProcess' || node.outgoing.length === 0) continue;
      const lefts = this.lefts.get(node.id) ?? 0;
      const taken = node.outgoing.map((flowId) => this.taken.get(flowId) ?? 0);
      const sum = taken.reduce((a, b) => a + b, 0);
      if (node.kind === 'parallelGateway') expect(taken, `flows of ${node.id}`).to.deep.equal(node.outgoing.map(() => lefts));
      if (node.kind === 'exclusiveGateway' || node.kind === 'eventBasedGateway') expect(sum, `flows of ${node.id}`).to.equal(lefts);
      if (node.kind === 'inclusiveGateway') {
        expect(sum, `flows of ${node.id}`).to.be.at.least(lefts);
        expect(Math.max(...taken), `one flow of ${node.id}`).to.be.at.most(lefts);
      }
    }
  }
}
