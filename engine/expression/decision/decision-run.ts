import type { JsonObject } from '../../model/index.ts';
import { EvaluationFault } from '../fault.ts';
import { FeelFunction, FeelRun, isContext, UNFIT } from '../feel/index.ts';
import type { FeelBudget, Scope } from '../feel/index.ts';
import { evaluateLogic, fitted, functionOf, resultType } from './boxed.ts';
import type { BoxedParts } from './boxed.ts';
import type { Decision, DecisionElement, DecisionModel, DecisionService, InputData, KnowledgeModel, TypedName } from './decision-model.ts';
import { TypeBook } from './item-types.ts';
import type { ModelSet, Placed } from './model-set.ts';

/** Something that DMN answers with null, as a finding of an evaluation. */
export interface DecisionProblem {
  readonly rule: string;
  readonly element: string;
  readonly line: number;
  readonly message: string;
}

type Values = Record<string, unknown>;

/** Decisions that require decisions that require ...; a model that requires itself ends here. */
const REQUIREMENT_LIMIT = 100;

const keyOf = ({ model, element }: Placed): string => `${model.namespace}#${element.id}`;

/** One evaluation of a decision with what it requires. Each decision is evaluated once. */
export class DecisionRun {
  readonly #set: ModelSet;
  readonly #input: JsonObject;
  readonly #now: string;
  readonly #onProblem: ((problem: DecisionProblem) => void) | null;
  /** Values of decisions and input data by key. */
  readonly #results: Map<string, unknown>;
  readonly #budget: FeelBudget;
  #depth = 0;

  constructor(
    set: ModelSet,
    input: JsonObject,
    now: string,
    onProblem: ((problem: DecisionProblem) => void) | null,
    given: ReadonlyMap<string, unknown> = new Map(),
    budget: FeelBudget = { rounds: 0, depth: 0 },
  ) {
    this.#set = set;
    this.#input = input;
    this.#now = now;
    this.#onProblem = onProblem;
    this.#results = new Map(given);
    this.#budget = budget;
  }

  /** A knowledge model that is evaluated by itself takes its arguments from the input; a service its input decisions too. */
  evaluate({ model, element }: Placed<Decision | DecisionService | KnowledgeModel>): unknown {
    if (element.kind === 'decision') return this.#decision({ model, element });
    const parameters = element.kind === 'service' ? this.#parametersOf({ model, element }) : element.parameters;
    const values = parameters.map(({ name }) => this.#input[name] ?? null);
    if (element.kind === 'knowledge')
      return this.#knowledge({ model, element }).invoke(values.map((value, at) => this.#json(value, parameters[at], { model, element })));
    return this.#serve({ model, element }, values, true);
  }

  #json(value: unknown, parameter: TypedName | undefined, home: Placed): unknown {
    const converted = this.#types(home.model).fit(value, parameter?.type ?? null, true);
    return converted === UNFIT ? value : converted;
  }

  #types(model: DecisionModel): TypeBook {
    return new TypeBook(this.#set, model, this.#now);
  }

  #complain(element: DecisionElement, rule: string, message: string): void {
    if (this.#onProblem === null) throw new EvaluationFault(message);
    this.#onProblem({ rule, element: element.id, line: element.line, message });
  }

  #parts(home: Placed): BoxedParts {
    return {
      set: this.#set,
      types: this.#types(home.model),
      complain: (rule, message) => this.#complain(home.element, rule, message),
    };
  }

  #scope(home: Placed, values: Values): Scope {
    const run = new FeelRun({
      isStrict: false,
      now: this.#now,
      types: this.#types(home.model).named,
      onMissing: (message) => this.#complain(home.element, 'dmn-unknown-name', message),
      budget: this.#budget,
    });
    return { values, outer: null, run };
  }

  #decision(home: Placed<Decision>): unknown {
    const key = keyOf(home);
    if (this.#results.has(key)) return this.#results.get(key);
    const { element } = home;
    this.#depth += 1;
    if (this.#depth > REQUIREMENT_LIMIT)
      throw new EvaluationFault(
        `Expected at most ${REQUIREMENT_LIMIT} decisions one behind the other, but "${element.name}" requires more, or itself`,
      );
    const parts = this.#parts(home);
    const scope = this.#scope(home, { ...this.#inputs(home.model), ...this.#required(home) });
    const made = this.#givenInstead(home) ?? evaluateLogic(element.logic, scope, parts);
    const value = fitted(made, element.type, `the result of "${element.name}"`, parts);
    this.#depth -= 1;
    this.#results.set(key, value);
    return value;
  }

  /** What somebody has decided: a decision without logic is made outside the model, so its answer may stand in the input (DMN 1.5, 6.3.7). */
  #givenInstead({ model, element }: Placed<Decision>): unknown {
    if (element.logic.kind !== 'literal' || element.logic.text !== 'null' || !Object.hasOwn(this.#input, element.name)) return null;
    return this.#json(this.#input[element.name], element, { model, element });
  }

  /** What was given, and all input data of the model; files often leave out that a decision requires its inputs. */
  #inputs(model: DecisionModel): Values {
    const values: Values = { ...this.#input };
    for (const element of Object.values(model.elements)) {
      if (element.kind !== 'input') continue;
      const isGiven = this.#results.has(keyOf({ model, element })) || this.#givenFor({ model, element }) !== undefined;
      if (isGiven) values[element.name] = this.#inputData({ model, element }, false);
    }
    return values;
  }

  /** The given value of an input; inputs of imported models may stand under the name of the import. */
  #givenFor({ model, element }: Placed<InputData>): unknown {
    const imported = this.#set.main.imports.find((each) => each.namespace === model.namespace);
    if (imported !== undefined && imported.name !== '') {
      const group = Object.hasOwn(this.#input, imported.name) ? this.#input[imported.name] : undefined;
      if (isContext(group) && Object.hasOwn(group, element.name)) return group[element.name];
      const dotted = `${imported.name}.${element.name}`;
      if (Object.hasOwn(this.#input, dotted)) return this.#input[dotted];
    }
    if (Object.hasOwn(this.#input, element.name)) return this.#input[element.name];
    return Object.hasOwn(this.#input, element.id) ? this.#input[element.id] : undefined;
  }

  #inputData(home: Placed<InputData>, isRequired: boolean): unknown {
    const { element } = home;
    const key = keyOf(home);
    if (this.#results.has(key)) return this.#results.get(key);
    const given = this.#givenFor(home);
    if (given === undefined && this.#onProblem !== null)
      this.#complain(element, 'dmn-missing-input', `Expected the input "${element.name}", but it is not given and so null`);
    const converted = this.#types(home.model).fit(given ?? null, element.type, true);
    if (converted === UNFIT) {
      // An input that nothing needs may be wrong.
      if (!isRequired) return null;
      this.#complain(
        element,
        'dmn-input-type',
        `Expected input "${element.name}" to be of type ${this.#typeText(home)}, but found ${JSON.stringify(given)}`,
      );
    }
    const value = converted === UNFIT ? null : converted;
    this.#results.set(key, value);
    return value;
  }

  #typeText({ model, element }: Placed<InputData>): string {
    const allowed = element.type === null ? null : (model.itemTypes[element.type]?.allowedValues ?? null);
    return `${element.type ?? 'Any'}${allowed === null ? '' : ` (one of ${allowed})`}`;
  }

  /** Values of what is required, under their names, and under their ids where those are free. Those of imported models are members of the import. */
  #required(home: Placed<Exclude<DecisionElement, InputData>>): Values {
    const values: Values = {};
    for (const reference of home.element.requires) {
      const found = this.#set.resolve(home.model, reference);
      if (found === null) continue;
      const value = this.#valueOf(found);
      const imported = found.model === home.model ? '' : this.#importName(home.model, found.model);
      if (imported !== '') {
        const group = values[imported];
        values[imported] = { ...(typeof group === 'object' ? group : {}), [found.element.name]: value };
        continue;
      }
      values[found.element.name] = value;
      if (!Object.hasOwn(this.#input, found.element.id)) values[found.element.id] ??= value;
    }
    return values;
  }

  #importName(model: DecisionModel, imported: DecisionModel): string {
    return model.imports.find((each) => each.namespace === imported.namespace)?.name ?? '';
  }

  #valueOf({ model, element }: Placed): unknown {
    switch (element.kind) {
      case 'input':
        return this.#inputData({ model, element }, true);
      case 'decision':
        return this.#decision({ model, element });
      case 'knowledge':
        return this.#knowledge({ model, element });
      case 'service':
        return this.#service({ model, element });
    }
  }

  /** A knowledge model sees its parameters and the knowledge that it requires, itself included. */
  #knowledge(home: Placed<KnowledgeModel>): FeelFunction {
    const { element } = home;
    const parts = this.#parts(home);
    const outer = this.#scope(home, {});
    const results = [element.logicType, element.type].map((type) => resultType(type, parts.types));
    const self: FeelFunction = functionOf(
      element.parameters,
      (values) => {
        const scope = this.#scope(home, { [element.name]: self, ...this.#required(home), ...values });
        return results.reduce<unknown>(
          (value, type) => fitted(value, type, `the result of "${element.name}"`, parts),
          evaluateLogic(element.logic, scope, parts),
        );
      },
      outer,
      parts,
    );
    return self;
  }

  /** Input data first, then input decisions, each in the order of the file. */
  #parametersOf({ model, element }: Placed<DecisionService>): readonly (TypedName & { readonly home: Placed })[] {
    return [...element.inputDataIds, ...element.inputDecisionIds].flatMap((reference) => {
      const home = this.#set.resolve(model, reference);
      if (home === null || (home.element.kind !== 'input' && home.element.kind !== 'decision')) return [];
      return [{ name: home.element.name, type: home.element.type, home }];
    });
  }

  #service(home: Placed<DecisionService>): FeelFunction {
    const parameters = this.#parametersOf(home);
    return functionOf(
      parameters,
      (values) =>
        this.#serve(
          home,
          parameters.map(({ name }) => values[name] ?? null),
          false,
        ),
      this.#scope(home, {}),
      this.#parts(home),
    );
  }

  /** Evaluates a service apart from everything around it (DMN 1.5, 7.3.5 and 10.4). */
  #serve(home: Placed<DecisionService>, values: readonly unknown[], isJson: boolean): unknown {
    const parameters = this.#parametersOf(home);
    const given = new Map<string, unknown>();
    for (const [at, { type, home: parameter }] of parameters.entries()) {
      if (isJson && parameter.element.kind === 'input') continue;
      const value = isJson ? this.#types(parameter.model).fit(values[at], type, true) : values[at];
      given.set(keyOf(parameter), value === UNFIT ? null : value);
    }
    const run = new DecisionRun(this.#set, isJson ? this.#input : {}, this.#now, this.#onProblem, given, this.#budget);
    const outputs = home.element.outputDecisionIds.flatMap((reference) => {
      const found = this.#set.resolve(home.model, reference);
      return found?.element.kind === 'decision'
        ? [[found.element.name, run.#decision({ model: found.model, element: found.element })] as const]
        : [];
    });
    const value = outputs.length === 1 ? outputs[0]?.[1] : Object.fromEntries(outputs);
    const parts = this.#parts(home);
    return fitted(value ?? null, resultType(home.element.type, parts.types), `the result of "${home.element.name}"`, parts);
  }
}
