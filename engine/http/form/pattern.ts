import { createContext, Script } from 'node:vm';
import { patternCost } from './pattern-cost.ts';

/** Steps that a pattern may take, as `patternCost` estimates them, to be tried without a limit of time: less than a millisecond, since it counts more than there are. */
export const MOST_STEPS = 2_000_000;
/** Milliseconds by the clock that the first attempt at a pattern of a form may take on one value; each further one may take twice as long. */
const PATTERN_TIMEOUT_MS = 15;
/** Milliseconds of processor time for all attempts together: on a busy machine a harmless pattern loses its time to others, again and again. */
const PATTERN_PROCESSOR_MS = 40;
/** Attempts at most, however little processor time they got. */
const PATTERN_ATTEMPTS = 7;

// Not a sandbox and not used as one: the code is this constant. The context is there for the time limit, which also stops a regular
// expression that backtracks without end; patterns come from diagrams, values from people.
const context = createContext(Object.create(null));
const test = new Script('new RegExp(pattern).test(value)');

/** Whether the pattern is found in the value, as form-js does it; false when it is no regular expression or takes too long. */
export function matchesPattern(pattern: string, value: string): boolean {
  // A limit of time is not for these: on a busy machine the clock of the limit may come to its turn only after it is over.
  if (patternCost(pattern, value.length) <= MOST_STEPS) return isFound(pattern, value);
  Object.assign(context, { pattern, value });
  const begun = processorMs();
  for (let attempt = 0; attempt < PATTERN_ATTEMPTS && processorMs() - begun < PATTERN_PROCESSOR_MS; attempt += 1) {
    try {
      return test.runInContext(context, { timeout: PATTERN_TIMEOUT_MS * 2 ** attempt }) === true;
    } catch (error) {
      if (!isTimeout(error)) return false;
    }
  }
  return false;
}

function isFound(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return false;
  }
}

/** Processor time of this thread, in milliseconds. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
