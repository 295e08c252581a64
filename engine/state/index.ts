export type * from './instance-state.ts';
export type * from './record.ts';
