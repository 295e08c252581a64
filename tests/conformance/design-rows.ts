import type { Construct } from './construct.ts';

/** A row of what the engine sets out to execute, with the constructs that it is made of. `shown` are tags that claims carry beside what they visit. */
export interface DesignRow {
  readonly title: string;
  readonly constructs: readonly (Construct | RegExp)[];
  readonly shown: readonly string[];
}

const row = (title: string, constructs: DesignRow['constructs'], ...shown: readonly string[]): DesignRow => ({ title, constructs, shown });

/** Everything that the engine sets out to execute. The page has a part for each row, and none may be empty. */
export const DESIGN_ROWS: readonly DesignRow[] = [
  row(
    'Tasks, and global tasks by call activity',
    ['task', 'manualTask', 'userTask', 'serviceTask', 'sendTask', 'receiveTask', 'scriptTask', 'businessRuleTask'],
    'globalTask',
    'globalUserTask',
    'globalManualTask',
    'globalScriptTask',
    'globalBusinessRuleTask',
  ),
  row('Receive tasks and event gateways that instantiate', [
    'instantiatingReceiveTask',
    'instantiatingEventBasedGateway',
    'parallelEventBasedGateway',
  ]),
  row('Start events', ['startEvent', /^start /, /^eventSubProcessStart /, 'parallelMultipleProcessStart']),
  row('Intermediate catch events', ['intermediateCatchEvent', /^intermediateCatch /, 'multipleEvent', 'parallelMultipleEvent']),
  row('Intermediate throw events', ['intermediateThrowEvent', /^intermediateThrow /]),
  row('End events', ['endEvent', /^end /]),
  row('Boundary events', ['boundaryEvent', /^boundary /]),
  row('Messages inside the engine', [], 'message flow', 'correlation key', 'correlation property', 'time to live'),
  row(
    'Exclusive, parallel and event-based gateways, conditional and default flows',
    ['exclusiveGateway', 'parallelGateway', 'eventBasedGateway'],
    'conditional flow of an activity',
    'default flow of an activity',
  ),
  row('Inclusive gateway', ['inclusiveGateway'], 'inclusive join after a token has died'),
  row('Complex gateway', ['complexGateway']),
  row('Sub-processes', ['subProcess', 'eventSubProcess', 'transaction', 'adHocSubProcess'], 'sequential ad-hoc', 'parallel ad-hoc'),
  row(
    'Call activity',
    ['callActivity'],
    'binding latest',
    'binding deployment',
    'binding version',
    'binding versionTag',
    'variable mapping',
    'error to the caller',
    'escalation to the caller',
  ),
  row(
    'Multi-instance',
    ['multiInstance'],
    'sequential multi-instance',
    'parallel multi-instance',
    'loop cardinality',
    'input collection',
    'completion condition',
    'output collection',
    'behavior None',
    'behavior One',
    'behavior All',
    'behavior Complex',
  ),
  row('Standard loop', ['standardLoop'], 'test before', 'loop maximum'),
  row(
    'Compensation',
    [],
    'reverse order',
    'one activity named',
    'without waiting',
    'per instance of a multi-instance',
    'nested scope',
    'compensation event sub-process',
  ),
  row('Quantities', ['startQuantity', 'completionQuantity']),
  row('Data', [], 'data object', 'data input and output', 'data association', 'property'),
  row('Lanes and pools', [], 'lane as candidate group', 'two pools'),
];

const matches = (pattern: Construct | RegExp, construct: Construct): boolean =>
  typeof pattern === 'string' ? pattern === construct : pattern.test(construct);

/** The constructs of a row, in the order of the list. */
export const constructsOfRow = (designRow: DesignRow, all: readonly Construct[]): readonly Construct[] =>
  all.filter((construct) => designRow.constructs.some((pattern) => matches(pattern, construct)));
