import type { Applier } from './applier.ts';
import { applyCompensationRegistered } from './appliers/compensation-registered.ts';
import { applyCompensationRemoved } from './appliers/compensation-removed.ts';
import { applyElementCancelled } from './appliers/element-cancelled.ts';
import { applyElementDataChanged } from './appliers/element-data-changed.ts';
import { applyElementEntered } from './appliers/element-entered.ts';
import { applyElementLeft } from './appliers/element-left.ts';
import { applyElementStatusChanged } from './appliers/element-status-changed.ts';
import { applyEventCaught } from './appliers/event-caught.ts';
import { applyEventThrown } from './appliers/event-thrown.ts';
import { applyFlowTaken } from './appliers/flow-taken.ts';
import { applyIncidentRaised } from './appliers/incident-raised.ts';
import { applyIncidentResolved } from './appliers/incident-resolved.ts';
import { applyInstanceEnded } from './appliers/instance-ended.ts';
import { applyInstanceResumed } from './appliers/instance-resumed.ts';
import { applyInstanceStarted } from './appliers/instance-started.ts';
import { applyInstanceMigrated } from './appliers/instance-migrated.ts';
import { applyElementMigrated } from './appliers/element-migrated.ts';
import { applyTokenMigrated } from './appliers/token-migrated.ts';
import { applyCompensationMigrated } from './appliers/compensation-migrated.ts';
import { applyInstanceSuspended } from './appliers/instance-suspended.ts';
import { applyLoopOutputCollected } from './appliers/loop-output-collected.ts';
import { applyTokenParked } from './appliers/token-parked.ts';
import { applyTokensRemoved } from './appliers/tokens-removed.ts';
import { applyVariablesSet } from './appliers/variables-set.ts';
import { applyWaitChanged } from './appliers/wait-changed.ts';
import { applyWaitClosed } from './appliers/wait-closed.ts';
import { applyWaitOpened } from './appliers/wait-opened.ts';
import type { InstanceState } from './instance-state.ts';
import type { InstanceRecord, InstanceRecordKind } from './record.ts';
import { StateDraft } from './state-draft.ts';

/** One applier per kind of record: a kind without an applier does not compile. */
const APPLIERS: { readonly [Kind in InstanceRecordKind]: Applier<Kind> } = {
  instanceStarted: applyInstanceStarted,
  elementEntered: applyElementEntered,
  elementStatusChanged: applyElementStatusChanged,
  elementDataChanged: applyElementDataChanged,
  loopOutputCollected: applyLoopOutputCollected,
  elementLeft: applyElementLeft,
  elementCancelled: applyElementCancelled,
  flowTaken: applyFlowTaken,
  tokenParked: applyTokenParked,
  tokensRemoved: applyTokensRemoved,
  variablesSet: applyVariablesSet,
  waitOpened: applyWaitOpened,
  waitChanged: applyWaitChanged,
  waitClosed: applyWaitClosed,
  eventThrown: applyEventThrown,
  eventCaught: applyEventCaught,
  incidentRaised: applyIncidentRaised,
  incidentResolved: applyIncidentResolved,
  compensationRegistered: applyCompensationRegistered,
  compensationRemoved: applyCompensationRemoved,
  instanceMigrated: applyInstanceMigrated,
  elementMigrated: applyElementMigrated,
  tokenMigrated: applyTokenMigrated,
  compensationMigrated: applyCompensationMigrated,
  instanceSuspended: applyInstanceSuspended,
  instanceResumed: applyInstanceResumed,
  instanceEnded: applyInstanceEnded,
};

/** Applies a record to a draft. For folding many records; see `applyRecord` for one. */
export function applyToDraft(draft: StateDraft, record: InstanceRecord): void {
  // The applier at `record.kind` takes exactly this kind; the compiler cannot correlate the two through the mapped type.
  const apply = APPLIERS[record.kind] as Applier<InstanceRecordKind>;
  apply(draft, record);
}

/** The state after one record; `state` is null before the first. The given state is not changed, and what did not change is shared. */
export function applyRecord(state: InstanceState | null, record: InstanceRecord): InstanceState {
  const draft = new StateDraft(state);
  applyToDraft(draft, record);
  return draft.finish();
}

/** The state after several records, as replaying a journal needs it. */
export function applyRecords(state: InstanceState | null, records: readonly InstanceRecord[]): InstanceState {
  const draft = new StateDraft(state);
  for (const record of records) applyToDraft(draft, record);
  return draft.finish();
}
