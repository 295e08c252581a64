import type { InstanceId } from '../model/index.ts';
import type { InstanceRecord } from '../state/index.ts';

export type TraceRecordName = 'entered' | 'left' | 'cancelled' | 'taken' | 'thrown' | 'caught' | 'incident' | 'started' | 'ended';

/** One line of a trace: what happened to which element, when and in which instance. */
export interface TraceRecord {
  readonly seq: number;
  /** Virtual time, ISO 8601 UTC. */
  readonly at: string;
  readonly record: TraceRecordName;
  /** Flow node, sequence flow (`taken`) or process (`started`, `ended`). */
  readonly element: string;
  /** Element instance id of the enclosing scope; empty for the process itself. */
  readonly scope: string;
  /** Process instance. */
  readonly instance: string;
  /** Error or escalation code, message or signal name of `thrown` and `caught`; code of `incident`; end status of `ended`. */
  readonly code?: string;
  readonly message?: string;
}

/** A record before it has its place in the sequence. */
export type TraceEntry = Omit<TraceRecord, 'seq' | 'at'>;

/**
 * Turns the kernel's records into lines of a trace. The body that encloses the instances of a loop is no visit of its own and gets no line;
 * neither does the visit of the process itself, which `started` and `ended` tell.
 */
export class TraceWriter {
  readonly #hidden = new Set<string>();
  readonly #scopes = new Map<string, string>();

  /** The line of a record; null for records that the trace leaves out. */
  entryOf(instanceId: InstanceId, processId: string, record: InstanceRecord): TraceEntry | null {
    const line = (name: TraceRecordName, element: string, scope: string, more: { code?: string; message?: string } = {}): TraceEntry => ({
      record: name,
      element,
      scope,
      instance: instanceId,
      ...more,
    });
    switch (record.kind) {
      case 'instanceStarted':
        return line('started', record.processId, '');
      case 'instanceEnded':
        return line('ended', processId, '', { code: record.status });
      case 'elementEntered': {
        const visit = record.elementInstance;
        const key = `${instanceId}.${visit.id}`;
        if (visit.scopeId !== null) this.#scopes.set(key, visit.scopeId);
        if (visit.isLoopBody || visit.scopeId === null) {
          this.#hidden.add(key);
          return null;
        }
        return line('entered', visit.elementId, visit.scopeId);
      }
      case 'elementLeft':
        return this.#ofVisit(instanceId, record.elementInstanceId, (scope) => line('left', record.elementId, scope));
      case 'elementCancelled':
        return this.#ofVisit(instanceId, record.elementInstanceId, (scope) => line('cancelled', record.elementId, scope));
      case 'flowTaken':
        return line('taken', record.flowId, record.scopeId);
      case 'eventThrown':
        return line('thrown', record.elementId, this.#scopeOf(instanceId, record.elementInstanceId), codeOf(record.code));
      case 'eventCaught':
        return line('caught', record.elementId, this.#scopeOf(instanceId, record.elementInstanceId), codeOf(record.code));
      case 'incidentRaised': {
        const { incident } = record;
        return line('incident', incident.elementId, this.#scopeOf(instanceId, incident.elementInstanceId), {
          code: incident.code,
          message: incident.message,
        });
      }
      case 'elementStatusChanged':
      case 'elementDataChanged':
      case 'loopOutputCollected':
      case 'tokenParked':
      case 'tokensRemoved':
      case 'variablesSet':
      case 'waitOpened':
      case 'waitChanged':
      case 'waitClosed':
      case 'incidentResolved':
      case 'compensationRegistered':
      case 'compensationRemoved':
      case 'instanceMigrated':
      case 'elementMigrated':
      case 'tokenMigrated':
      case 'compensationMigrated':
      case 'instanceSuspended':
      case 'instanceResumed':
        return null;
    }
  }

  #ofVisit(instanceId: InstanceId, visitId: string, make: (scope: string) => TraceEntry): TraceEntry | null {
    return this.#hidden.has(`${instanceId}.${visitId}`) ? null : make(this.#scopeOf(instanceId, visitId));
  }

  #scopeOf(instanceId: InstanceId, visitId: string): string {
    return this.#scopes.get(`${instanceId}.${visitId}`) ?? '';
  }
}

const codeOf = (code: string | null): { code?: string } => (code === null ? {} : { code });
