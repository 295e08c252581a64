export type * from './json.ts';
export * from './ids.ts';
export type * from './expression.ts';
export type * from './event-definition.ts';
export type * from './flow-node.ts';
export type * from './process-definition.ts';
export type * from './finding.ts';
export * from './capability.ts';
export * from './iso-8601.ts';
