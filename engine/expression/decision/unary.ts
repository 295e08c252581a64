import { SyntaxError as FeelSyntaxError, unaryTest } from 'feelin';
import { EvaluationFault, quote } from '../fault.ts';

/** A unary test made ready once; null of `simpleTest` means that only feelin can run it. */
type Test = (value: unknown) => boolean;

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const NUMBER_TEST = new RegExp(String.raw`^(<=|>=|<|>)?\s*(${NUMBER})$`);
const INTERVAL = new RegExp(String.raw`^([[(\]])\s*(${NUMBER})\s*\.\.\s*(${NUMBER})\s*([\])[])$`);
const STRINGS = /^"[^"\\]*"(?:\s*,\s*"[^"\\]*")*$/;

const cache = new Map<string, Test | null>();
const CACHE_LIMIT = 10_000;

/** Most cells of decision tables are plain: texts, numbers, comparisons, intervals. They need no interpreter. */
function simpleTest(text: string): Test | null {
  if (text === '' || text === '-') return () => true;
  if (text === 'true' || text === 'false') return (value) => value === (text === 'true');
  if (STRINGS.test(text)) {
    const allowed = new Set([...text.matchAll(/"([^"]*)"/g)].map((match) => match[1]));
    return (value) => typeof value === 'string' && allowed.has(value);
  }
  const number = NUMBER_TEST.exec(text);
  if (number !== null) return numberTest(number[1] ?? '=', Number(number[2]));
  const interval = INTERVAL.exec(text);
  if (interval === null) return null;
  const [low, high] = [Number(interval[2]), Number(interval[3])];
  const [lowIncluded, highIncluded] = [interval[1] === '[', interval[4] === ']'];
  return (value) =>
    typeof value === 'number' && (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high);
}

function numberTest(operator: string, bound: number): Test {
  return (value) => {
    if (typeof value !== 'number') return false;
    switch (operator) {
      case '<':
        return value < bound;
      case '<=':
        return value <= bound;
      case '>':
        return value > bound;
      case '>=':
        return value >= bound;
      default:
        return value === bound;
    }
  };
}

/**
 * Whether the value passes the unary tests (DMN 1.5, 10.3.1.2 grammar rule 17). Null and lists are left to feelin's rules.
 * @throws EvaluationFault for a test that names a variable that does not exist, or cannot be run
 */
export function testUnary(text: string, value: unknown, context: Readonly<Record<string, unknown>>): boolean {
  const trimmed = text.trim();
  let test = cache.get(trimmed);
  if (test === undefined) {
    test = simpleTest(trimmed);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(trimmed, test);
  }
  if (test !== null && (typeof value !== 'object' || value === null)) return test(value);
  if (test !== null && (trimmed === '' || trimmed === '-')) return true;
  return runUnaryTest(trimmed, value, context);
}

function runUnaryTest(text: string, value: unknown, context: Readonly<Record<string, unknown>>): boolean {
  try {
    const result = unaryTest(text, { ...context, '?': value });
    const missing = result.warnings.find((warning) => warning.type === 'NO_VARIABLE_FOUND' || warning.type === 'NO_FUNCTION_FOUND');
    if (missing !== undefined)
      throw new EvaluationFault(`Expected a test whose names exist, but found: ${missing.message} at "${quote(text)}"`);
    return result.value === true;
  } catch (error) {
    if (error instanceof EvaluationFault) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EvaluationFault(
      `Expected a unary test, but found ${error instanceof FeelSyntaxError ? 'a syntax error' : 'a failure'} in "${quote(text)}": ${reason}`,
    );
  }
}
