import { MONEY_FUNCTIONS } from '../../money.ts';
import type { FeelType } from '../syntax/node.ts';
import { CONTEXT_FUNCTIONS } from './context.ts';
import { CONVERSION_FUNCTIONS } from './conversion.ts';
import { LIST_FUNCTIONS } from './list.ts';
import { NUMERIC_FUNCTIONS } from './numeric.ts';
import { RANGE_FUNCTIONS } from './range.ts';
import type { BuiltIn } from './signature.ts';
import { builtIns, signature } from './signature.ts';
import { STATISTICS_FUNCTIONS } from './statistics.ts';
import { STRING_FUNCTIONS } from './string.ts';
import { TEMPORAL_FUNCTIONS } from './temporal.ts';

/** Functions of our own. The first two and `get value` are asked about something that may be missing. */
const OWN_FUNCTIONS = builtIns({
  'is defined': signature('value: any', ([value]) => value !== null),
  'get or else': signature('value: any, default: any', ([value, fallback]) => value ?? fallback ?? null),
  ...Object.fromEntries(
    Object.entries(MONEY_FUNCTIONS).map(([name, { parameters, run }]) => [
      name,
      signature(parameters.map((parameter) => `${parameter}: any`).join(', '), (values) => run(...values)),
    ]),
  ),
});

/** Every built-in function by its name. */
export const FUNCTIONS: ReadonlyMap<string, BuiltIn> = new Map(
  [
    CONVERSION_FUNCTIONS,
    STRING_FUNCTIONS,
    LIST_FUNCTIONS,
    STATISTICS_FUNCTIONS,
    NUMERIC_FUNCTIONS,
    TEMPORAL_FUNCTIONS,
    RANGE_FUNCTIONS,
    CONTEXT_FUNCTIONS,
    OWN_FUNCTIONS,
  ]
    .flat()
    .map((each) => [each.name, each]),
);

/** Functions whose first argument may be missing without a fault. */
export const LENIENT_FUNCTIONS: ReadonlySet<string> = new Set(['is defined', 'get or else', 'get value']);

/** Parameter types of built-in functions that are used as values. */
export const ANY_TYPE: FeelType = { kind: 'named', name: 'Any' };
