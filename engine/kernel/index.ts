export { decide } from './decide-command.ts';
export { DEFAULT_TIME_TO_LIVE_MS } from './behavior/throw-events.ts';
export { MAX_LOOP_INSTANCES } from './container/multi-instance.ts';
export type * from './command.ts';
export type * from './decide.ts';
export type * from './effect.ts';
export { previewMigration, type MigrationPreview } from './preview-command.ts';
export { proposeMapping } from './migration/mapping.ts';
export { MAX_INSTRUCTIONS } from './command-handler/modify.ts';
