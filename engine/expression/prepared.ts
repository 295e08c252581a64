import { evaluate, isFunction } from 'feelin';
import type { Warning } from 'feelin';

/** A FEEL text that was parsed once: it takes the values of its names, and says what feelin warns of. */
export interface Prepared {
  run(values: readonly unknown[]): { readonly value: unknown; readonly warnings: readonly Warning[] };
}

/** Stands in for an empty list of parameters, which FEEL functions may have but feelin's reader trips over. */
const NO_NAME = 'lanework_no_name';

/**
 * Parses a text once for the given names. feelin parses on every evaluation, which takes far longer than the evaluation itself; a FEEL function
 * keeps its parsed body, so the text becomes the body of a function of its names. Warnings arrive in the list of the evaluation that made the
 * function. Null when the text cannot stand in a function; then it is evaluated as it is.
 */
export function prepare(source: string, names: readonly string[]): Prepared | null {
  const parameters = names.length === 0 ? [NO_NAME] : names;
  // The brackets keep the body whole; the line break ends a comment.
  const prefix = `function(${parameters.join(', ')}) (`;
  try {
    const made = evaluate(`${prefix}${source}\n)`);
    const body = made.value;
    if (!isFunction(body) || made.warnings.length > 0) return null;
    const { warnings } = made;
    const shifted = (warning: Warning): Warning => ({
      ...warning,
      position: { from: warning.position.from - prefix.length, to: warning.position.to - prefix.length },
    });
    return {
      run(values) {
        warnings.length = 0;
        const value: unknown = body.invoke([...values]);
        return { value, warnings: warnings.map(shifted) };
      },
    };
  } catch {
    // A name that is no FEEL name, or a text with an error, which the evaluation of the text itself reports.
    return null;
  }
}
