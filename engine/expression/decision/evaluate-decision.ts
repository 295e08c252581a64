import { evaluate, SyntaxError as FeelSyntaxError } from 'feelin';
import type { JsonObject } from '../../model/index.ts';
import type { EvaluationResult } from '../evaluator.ts';
import { EvaluationFault, quote } from '../fault.ts';
import { libraryAt } from '../library.ts';
import { toJson, typeName } from '../values.ts';
import type { Decision, DecisionElement, DecisionLogic, DecisionModel, DecisionService, KnowledgeModel } from './decision-model.ts';
import { evaluateTable } from './table.ts';
import { convert } from './types.ts';

type Context = Record<string, unknown>;

/** Decisions that require decisions that require ...; a model that requires itself ends here. */
const REQUIREMENT_LIMIT = 100;
/** Invocations of knowledge models by knowledge models. */
const INVOCATION_LIMIT = 200;

/**
 * Evaluates a decision or decision service of a DMN model, by id or by name, with all decisions that it requires (DMN 1.5, chapters 8 and 10).
 * Input data are converted to their types and refused when they do not fit; a declared input that is not given is null. FEEL in decisions follows the
 * standard (errors are null), except that a name that exists nowhere is a failure. Never throws. `now` is the time of `now()`.
 */
export function evaluateDecision(model: DecisionModel, decisionIdOrName: string, input: JsonObject, now: string): EvaluationResult {
  try {
    const target = findDecision(model, decisionIdOrName);
    const run = new DecisionRun(model, input, now, reachableFrom(target, model));
    const value = target.kind === 'decision' ? run.decision(target, 0) : run.service(target);
    return { kind: 'value', value: toJson(value) };
  } catch (error) {
    return { kind: 'failure', message: `Decision ${decisionIdOrName}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function findDecision(model: DecisionModel, idOrName: string): Decision | DecisionService {
  const candidates = Object.values(model.elements).filter(
    (element): element is Decision | DecisionService => element.kind === 'decision' || element.kind === 'service',
  );
  const found = candidates.find((candidate) => candidate.id === idOrName) ?? candidates.find((candidate) => candidate.name === idOrName);
  if (found !== undefined) return found;
  throw new EvaluationFault(
    `Expected a decision with this id or name, but found ${candidates.map((candidate) => candidate.id).join(', ') || 'none'}`,
  );
}

/** Ids of everything that the target requires, directly or not: only these inputs are checked. */
function reachableFrom(target: Decision | DecisionService, model: DecisionModel): ReadonlySet<string> {
  const found = new Set<string>(target.kind === 'service' ? target.outputDecisionIds : []);
  const open: string[] = [target.id, ...found];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const element = model.elements[id];
    for (const required of element === undefined || element.kind === 'input' ? [] : element.requires) {
      if (found.has(required)) continue;
      found.add(required);
      open.push(required);
    }
  }
  return found;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PLAIN_STRING = /^"([^"\\]*)"$/;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** The value of a text that needs no interpreter, as most cells do: nothing, a name, a text, a number; undefined for any other. */
function plainValue(text: string, context: Readonly<Context>): unknown {
  if (text === '') return null;
  if (NAME.test(text)) return Object.hasOwn(context, text) ? (context[text] ?? null) : undefined;
  if (PLAIN_NUMBER.test(text)) return Number(text);
  return PLAIN_STRING.exec(text)?.[1];
}

class DecisionRun {
  readonly model: DecisionModel;
  readonly input: Context;
  readonly now: string;
  readonly library: Readonly<Record<string, unknown>>;
  readonly results = new Map<string, unknown>();
  invocations = 0;

  constructor(model: DecisionModel, input: JsonObject, now: string, needed: ReadonlySet<string>) {
    this.model = model;
    this.now = now;
    this.library = libraryAt(now);
    this.input = { ...input };
    for (const element of Object.values(model.elements)) {
      if (element.kind !== 'input' || !needed.has(element.id)) continue;
      const given = Object.hasOwn(input, element.name) ? input[element.name] : input[element.id];
      this.input[element.name] = convert(given ?? null, element.type, model, `input "${element.name}"`);
    }
  }

  decision(decision: Decision, depth: number): unknown {
    if (this.results.has(decision.id)) return this.results.get(decision.id);
    if (depth > REQUIREMENT_LIMIT)
      throw new EvaluationFault(
        `Expected at most ${REQUIREMENT_LIMIT} decisions one behind the other, but "${decision.name}" requires more, or itself`,
      );
    const context = { ...this.input, ...this.required(decision.requires, depth) };
    const value = convertResult(this.logic(decision.logic, context), decision, this.model);
    this.results.set(decision.id, value);
    return value;
  }

  service(service: DecisionService): unknown {
    const outputs = service.outputDecisionIds.flatMap((id) => {
      const element = this.model.elements[id];
      return element?.kind === 'decision' ? [[element.name, this.decision(element, 0)] as const] : [];
    });
    return outputs.length === 1 ? outputs[0]?.[1] : Object.fromEntries(outputs);
  }

  /** Values of required decisions under their names, and under their ids where those are free; knowledge models as functions. */
  required(ids: readonly string[], depth: number): Context {
    const context: Context = {};
    for (const id of ids) {
      const element: DecisionElement | undefined = this.model.elements[id];
      if (element?.kind === 'decision') {
        const value = this.decision(element, depth + 1);
        context[element.name] = value;
        if (!Object.hasOwn(this.input, element.id)) context[element.id] ??= value;
      }
      if (element?.kind === 'knowledge') context[element.name] = this.knowledge(element);
      if (element?.kind === 'service') context[element.name] = this.serviceFunction(element);
    }
    return context;
  }

  knowledge(model: KnowledgeModel): unknown {
    const run = (...values: unknown[]): unknown =>
      this.invoke(() => {
        const parameters = Object.fromEntries(model.parameters.map((name, index) => [name, values[index] ?? null]));
        return this.logic(model.logic, { ...this.required(model.requires, 0), ...parameters });
      });
    return Object.assign(run, { $args: model.parameters });
  }

  /** A decision service as a function of the inputs and decisions that it takes from outside. */
  serviceFunction(service: DecisionService): unknown {
    const parameters = service.requires.flatMap((id) => this.model.elements[id] ?? []);
    const run = (...values: unknown[]): unknown =>
      this.invoke(() => {
        const inner = new DecisionRun(this.model, {}, this.now, new Set());
        Object.assign(inner.input, this.input);
        for (const [index, parameter] of parameters.entries()) {
          if (parameter.kind === 'decision') inner.results.set(parameter.id, values[index] ?? null);
          inner.input[parameter.name] = values[index] ?? null;
        }
        return inner.service(service);
      });
    return Object.assign(run, { $args: parameters.map((parameter) => parameter.name) });
  }

  invoke(work: () => unknown): unknown {
    this.invocations += 1;
    try {
      if (this.invocations > INVOCATION_LIMIT)
        throw new EvaluationFault(`Expected at most ${INVOCATION_LIMIT} nested invocations, but found more`);
      return work();
    } finally {
      this.invocations -= 1;
    }
  }

  logic(logic: DecisionLogic, context: Context): unknown {
    switch (logic.kind) {
      case 'literal':
        return this.feel(logic.text, context);
      case 'table':
        return evaluateTable(logic, { model: this.model, context, evaluate: (text, scope) => this.feel(text, scope) });
      case 'list':
        return logic.items.map((item) => this.logic(item, context));
      case 'relation':
        return logic.rows.map((row) =>
          Object.fromEntries(
            logic.columns.map((column, index) => [column, row[index] === undefined ? null : this.logic(row[index], context)]),
          ),
        );
      case 'function':
        return Object.assign(
          (...values: unknown[]) =>
            this.invoke(() =>
              this.logic(logic.body, {
                ...context,
                ...Object.fromEntries(logic.parameters.map((name, index) => [name, values[index] ?? null])),
              }),
            ),
          { $args: logic.parameters },
        );
      case 'context':
        return this.context(logic.entries, context);
      case 'invocation':
        return this.invocation(logic.function, logic.bindings, context);
    }
  }

  /** Entries see the entries before them; an entry without a name is the result (DMN 1.5, 10.2.1.4). */
  context(entries: Extract<DecisionLogic, { kind: 'context' }>['entries'], outer: Context): unknown {
    const inner = { ...outer };
    const result: Context = {};
    for (const entry of entries) {
      const value = this.logic(entry.value, inner);
      if (entry.name === null) return value;
      inner[entry.name] = value;
      result[entry.name] = value;
    }
    return result;
  }

  invocation(functionText: string, bindings: Extract<DecisionLogic, { kind: 'invocation' }>['bindings'], context: Context): unknown {
    const names = bindings.map((_, index) => `argument_${index + 1}`);
    const values = Object.fromEntries(bindings.map((binding, index) => [`argument_${index + 1}`, this.logic(binding.value, context)]));
    const call = `${functionText}(${bindings.map((binding, index) => `${binding.name}: ${names[index] ?? ''}`).join(', ')})`;
    return this.feel(call, { ...context, ...values });
  }

  feel(text: string, context: Readonly<Context>): unknown {
    const plain = plainValue(text.trim(), context);
    if (plain !== undefined) return plain;
    try {
      const result = evaluate(text, { ...this.library, ...context });
      const missing = result.warnings.find((warning) => warning.type === 'NO_VARIABLE_FOUND' || warning.type === 'NO_FUNCTION_FOUND');
      if (missing !== undefined) throw new EvaluationFault(`Expected names that exist, but found: ${missing.message} at "${quote(text)}"`);
      return result.value ?? null;
    } catch (error) {
      if (error instanceof EvaluationFault) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new EvaluationFault(
        `Expected a FEEL expression, but found ${error instanceof FeelSyntaxError ? 'a syntax error' : 'a failure'} in "${quote(text)}": ${reason}`,
      );
    }
  }
}

/**
 * The value of a decision as its variable's type, where it fits: texts become dates, lists of one become the item. Modelers leave wrong types on decision
 * variables so often that a value which does not fit is kept as it is.
 */
function convertResult(value: unknown, decision: Decision, model: DecisionModel): unknown {
  if (decision.type === null || typeName(value) === 'function') return value;
  try {
    return convert(value, decision.type, model, `the result of "${decision.name}"`);
  } catch (error) {
    if (error instanceof EvaluationFault) return value;
    throw error;
  }
}
