import { EvaluationFault } from '../../fault.ts';
import { callBuiltIn } from '../function/signature.ts';
import type { BuiltIn } from '../function/signature.ts';
import type { FeelType } from '../syntax/node.ts';
import { Misfit } from '../value/fault.ts';
import { FeelFunction } from '../value/function.ts';
import type { FeelParameter } from '../value/function.ts';
import { typeName } from '../value/type-name.ts';
import { inner } from './scope.ts';
import type { Compiled, FeelRun, Scope } from './scope.ts';
import type { Site } from './site.ts';
import { coerce, UNFIT } from './types.ts';

/** Arguments of a call with the names that they were given; null for positional ones. */
export interface CompiledArguments {
  readonly values: readonly Compiled[];
  readonly names: readonly string[] | null;
}

/** A call of a built-in function. What does not fit is null, or a fault in a strict run. */
export function compileBuiltInCall(target: BuiltIn, call: CompiledArguments, site: Site): Compiled {
  return (scope) => {
    const values = call.values.map((value) => value(scope));
    try {
      return callBuiltIn(target, values, call.names, scope.run) ?? null;
    } catch (error) {
      if (error instanceof Misfit) return site.nothing(scope, `Expected arguments that fit: ${error.message}`);
      throw error;
    }
  };
}

/** A call of whatever a value is, which must be a function. */
export function compileValueCall(target: Compiled, call: CompiledArguments, site: Site): Compiled {
  return (scope) => {
    const called = target(scope);
    if (!(called instanceof FeelFunction)) return site.nothing(scope, `Expected a function, but found ${typeName(called)}`);
    const values = call.values.map((value) => value(scope));
    const ordered = call.names === null ? values : byName(called.parameters, call.names, values);
    if (ordered === null || ordered.length !== called.parameters.length)
      return site.nothing(scope, `Expected the arguments ${called.parameters.map((each) => each.name).join(', ')}, but found others`);
    return called.invoke(ordered) ?? null;
  };
}

/** The arguments in the order of the parameters; null when a name is none of them. */
function byName(parameters: readonly FeelParameter[], names: readonly string[], values: readonly unknown[]): readonly unknown[] | null {
  if (new Set(names).size < names.length || names.some((name) => !parameters.some((parameter) => parameter.name === name))) return null;
  return parameters.map((parameter) => (names.includes(parameter.name) ? values[names.indexOf(parameter.name)] : null));
}

/** A built-in function as a value, to be handed to another function. */
export function asFunction(target: BuiltIn, run: FeelRun): FeelFunction {
  const [first] = target.signatures;
  const parameters = (first?.parameters ?? []).map((parameter) => ({ name: parameter.name, type: null }));
  return new FeelFunction(target.name, parameters, (values) => {
    try {
      return callBuiltIn(target, values, null, run);
    } catch (error) {
      if (error instanceof Misfit && !run.isStrict) return null;
      throw error instanceof Misfit ? new EvaluationFault(`Expected arguments that fit ${target.name}: ${error.message}`) : error;
    }
  });
}

/** `function(a: number) a + 1`, which sees the names around it. Arguments that do not fit their types are null. */
export function compileFunction(parameters: readonly FeelParameter[], body: Compiled, result: FeelType | null, site: Site): Compiled {
  const names = parameters.map((parameter) => parameter.name);
  return (scope: Scope) =>
    new FeelFunction(
      '',
      parameters,
      (values) =>
        scope.run.enter(() => {
          const fitted: Record<string, unknown> = {};
          for (const [place, parameter] of parameters.entries()) {
            const value = parameter.type === null ? (values[place] ?? null) : coerce(values[place], parameter.type, scope.run.types);
            // An argument that does not fit its type is null (DMN 1.5, 10.3.2.9.4).
            if (value === UNFIT)
              site.nothing(scope, `Expected an argument of its type as "${names[place] ?? ''}", but found ${typeName(values[place])}`);
            fitted[parameter.name] = value === UNFIT ? null : value;
          }
          return body(inner(scope, fitted));
        }),
      result,
    );
}
