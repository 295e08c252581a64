import type { InstanceRecord, InstanceRecordKind } from './record.ts';
import type { StateDraft } from './state-draft.ts';

export type RecordOf<Kind extends InstanceRecordKind> = Extract<InstanceRecord, { readonly kind: Kind }>;

/** Writes what one kind of record says into the draft. It decides nothing and fails only on a record that cannot be. */
export type Applier<Kind extends InstanceRecordKind> = (draft: StateDraft, record: RecordOf<Kind>) => void;
