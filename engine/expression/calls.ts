import { evaluate } from 'feelin';
import { EvaluationFault, quote } from './fault.ts';
import { lookUp } from './leaf.ts';
import type { Compiled } from './leaf.ts';
import { typeName } from './values.ts';

type FeelFunction = ((...values: unknown[]) => unknown) & { readonly $args: readonly string[] };

const isFeelFunction = (value: unknown): value is FeelFunction =>
  typeof value === 'function' && '$args' in value && Array.isArray(value.$args);

/** A built-in function of feelin by its name; null when there is none. */
function builtIn(name: string): FeelFunction | null {
  const value = evaluate(name).value;
  return isFeelFunction(value) ? value : null;
}

/** What feelin's functions return instead of a value when their arguments do not fit. */
function refusal(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('warning' in value) || !('template' in value) || !('values' in value)) return null;
  const values = Object.entries(Object(value.values));
  return values.reduce(
    (text, [name, member]) => text.replace(`{${name}}`, typeof member === 'string' ? `"${member}"` : typeName(member)),
    String(value.template),
  );
}

/**
 * A call of a built-in or library function with positional arguments, without going through feelin's parser. Null when the name is none of these;
 * a variable of that name wins at run time, which `otherwise` handles.
 */
export function compileCall(
  name: string,
  parameters: readonly Compiled[],
  source: string,
  isLibrary: boolean,
  otherwise: Compiled,
): Compiled | null {
  const known = isLibrary ? null : builtIn(name);
  if (known === null && !isLibrary) return null;
  return (scope) => {
    const target = known ?? scope.library[name];
    if (!isFeelFunction(target) || lookUp(scope, name) !== undefined) return otherwise(scope);
    const isVariadic = target.$args.at(-1)?.startsWith('...') ?? false;
    if (parameters.length > target.$args.length && !isVariadic)
      throw new EvaluationFault(`Expected at most ${target.$args.length} arguments, but found ${parameters.length} at "${quote(source)}"`);
    const value = target(...parameters.map((parameter) => parameter(scope)));
    const refused = refusal(value);
    if (refused !== null) throw new EvaluationFault(`Expected arguments that fit, but found: ${refused} at "${quote(source)}"`);
    return value ?? null;
  };
}
