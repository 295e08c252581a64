export { fullCommand, writeCommands, type RecordedCommand } from './command-text.ts';
export type * from './instance-state.ts';
export { JsonBytes } from './json-bytes.ts';
export type * from './record.ts';
export { parseRecords, writeRecords } from './record-text.ts';
export { applyRecord, applyRecords, applyToDraft } from './apply-record.ts';
export { StateDraft } from './state-draft.ts';
export { ELEMENT_LIFECYCLE, INSTANCE_LIFECYCLE, isEnded } from './lifecycle.ts';
export * from './lookup.ts';
