import { createContext, Script } from 'node:vm';

/** Milliseconds that a pattern of a form may take on one value; the event loop waits for all attempts together. */
const PATTERN_TIMEOUT_MS = 15;
/** How often a value is tried: on a busy machine a harmless pattern may lose its time to others, but not three times in a row. */
const PATTERN_ATTEMPTS = 3;

// Not a sandbox and not used as one: the code is this constant. The context is there for the time limit, which also stops a regular
// expression that backtracks without end; patterns come from diagrams, values from people.
const context = createContext(Object.create(null));
const test = new Script('new RegExp(pattern).test(value)');

/** Whether the pattern is found in the value, as form-js does it; false when it is no regular expression or takes too long. */
export function matchesPattern(pattern: string, value: string): boolean {
  Object.assign(context, { pattern, value });
  for (let attempt = 1; attempt <= PATTERN_ATTEMPTS; attempt += 1) {
    try {
      return test.runInContext(context, { timeout: PATTERN_TIMEOUT_MS }) === true;
    } catch (error) {
      if (!isTimeout(error)) return false;
    }
  }
  return false;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
