import { compile, compileUnaryTests, FeelSyntaxFault, parseExpression, parseTests } from '../feel/index.ts';
import type { Compiled, Test } from '../feel/index.ts';
import { EvaluationFault, quote } from '../fault.ts';
import type { DecisionElement, DecisionModel } from './decision-model.ts';
import { modelNames } from './model-names.ts';

/** An element with the model it stands in. */
export interface Placed<T extends DecisionElement = DecisionElement> {
  readonly model: DecisionModel;
  readonly element: T;
}

/** Depth of imports of imports. */
const IMPORT_LIMIT = 50;

/** A model with the models that it imports, directly or not, and what was compiled of them. */
export class ModelSet {
  readonly main: DecisionModel;
  readonly #byNamespace = new Map<string, DecisionModel>();
  readonly #names: readonly string[];
  readonly #expressions = new Map<string, Compiled>();
  readonly #tests = new Map<string, Test>();

  /** `names`: awkward names of the input, beside those of the models. */
  constructor(main: DecisionModel, imported: readonly DecisionModel[], names: readonly string[] = []) {
    this.main = main;
    for (const model of imported) this.#byNamespace.set(model.namespace, model);
    this.#byNamespace.set(main.namespace, main);
    this.#names = [...new Set([...this.models().flatMap(modelNames), ...names])];
  }

  /** The main model and all that it imports. */
  models(): readonly DecisionModel[] {
    const found = new Set<DecisionModel>([this.main]);
    for (const model of found) {
      if (found.size > IMPORT_LIMIT) throw new EvaluationFault(`Expected at most ${IMPORT_LIMIT} imported models, but found more`);
      for (const { namespace } of model.imports) {
        const imported = this.#byNamespace.get(namespace);
        if (imported !== undefined) found.add(imported);
      }
    }
    return [...found];
  }

  imported(namespace: string): DecisionModel | null {
    return this.#byNamespace.get(namespace) ?? null;
  }

  /** What a reference of a model names: an id of its own, or `<namespace>#<id>`; null when there is none. */
  resolve(model: DecisionModel, reference: string): Placed | null {
    const cut = reference.lastIndexOf('#');
    const home = cut === -1 ? model : this.imported(reference.slice(0, cut));
    const element = home?.elements[reference.slice(cut + 1)];
    return home === null || element === undefined ? null : { model: home, element };
  }

  expression(text: string): Compiled {
    return kept(this.#expressions, text, () => {
      try {
        return compile(parseExpression(text, this.#names), text);
      } catch (error) {
        throw asFault(error, 'a FEEL expression', text);
      }
    });
  }

  tests(text: string): Test {
    return kept(this.#tests, text, () => {
      try {
        return compileUnaryTests(parseTests(text, this.#names), (node) => compile(node, text));
      } catch (error) {
        throw asFault(error, 'unary tests', text);
      }
    });
  }

  /** Values that a list of tests names one by one, in their order, as `outputValues` does. */
  listed(text: string): readonly Compiled[] {
    return parseTests(text, this.#names).tests.map((node) => compile(node, text));
  }
}

function kept<T>(cache: Map<string, T>, text: string, make: () => T): T {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const made = make();
  cache.set(text, made);
  return made;
}

function asFault(error: unknown, expected: string, text: string): unknown {
  if (!(error instanceof FeelSyntaxFault)) return error;
  return new EvaluationFault(
    `Expected ${expected}, but found a syntax error at character ${error.at + 1} of "${quote(text)}", where ${error.message} was expected`,
  );
}
