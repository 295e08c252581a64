export { runScenario } from './run-scenario.ts';
export type { ScenarioResult } from './run-scenario.ts';
export { coverageOf } from './coverage.ts';
export type { Coverage } from './coverage.ts';
export { ScenarioFault } from './world.ts';
export type { SimulationParts, WorkResult } from './world.ts';
export type * from './scenario.ts';
export type { TraceRecord, TraceRecordName } from './trace-record.ts';
