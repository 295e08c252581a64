import { FEEL_LIMITS, variablesNamedIn, workOf } from '../expression/index.ts';
import type { Command } from '../kernel/command.ts';
import type { Decision, Evaluation, KernelEnvironment, Rejection } from '../kernel/decide.ts';
import type { Expression, JsonObject, JsonValue, ProcessDefinition } from '../model/index.ts';
import type { InstanceState } from '../state/index.ts';
import { canonicalJson } from './canonical-json.ts';
import type { EngineParts } from './engine-parts.ts';
import { asEvaluation } from './evaluate-bounded.ts';

/** Expressions that one command may have evaluated in threads; one more fails. */
export const MAX_RISKY = 2_000;
/** Expressions of one command that may have to be stopped; after that every further one that may run long fails at once. */
export const MAX_STOPPED = 4;
/** Expressions that one pass asks for; further ones wait for the next. */
const QUESTIONS_PER_PASS = 64;
/** Expressions that are evaluated side by side. */
const QUESTIONS_AT_ONCE = 4;
/** Steps, as `workOf` estimates them, that all evaluations of one pass may take on the main thread; further ones go to the threads. */
const WORK_PER_PASS = 3 * FEEL_LIMITS.mainThreadWork;
/** Passes over a command before it is cut: with a small step budget, what follows is a command of its own and does not repeat all that came before. */
const PASSES_BEFORE_CUT = 20;
const CUT_STEP_BUDGET = 50;

/** The kernel, its evaluator, and the threads for what may run long. */
export type BoundedParts = Pick<EngineParts, 'decide' | 'environment' | 'riskyFeel'>;

/** An expression that the kernel met and that may not be evaluated on the main thread. */
interface Question {
  readonly expression: Expression;
  readonly variables: JsonObject;
}

/** Stands in for the value of a question until it is known; a decision that saw it is thrown away. */
const UNANSWERED: Evaluation = { kind: 'failure', message: 'Expected a value, but it is being evaluated.' };

/**
 * Asks the kernel, without letting FEEL block the main thread: expressions that may run long are evaluated in threads that are killed at their limit, and then
 * the kernel is asked again with their values at hand. The kernel is pure, so asking again is free of consequences. What fails meanwhile for want of a
 * value does not keep the kernel from meeting the next question, so that many instances of one activity need a few passes and not one each.
 */
export function decideBounded(
  parts: BoundedParts,
  definition: ProcessDefinition,
  state: InstanceState | null,
  command: Command,
  now: string,
): Decision | Rejection | Promise<Decision | Rejection> {
  return askBounded(parts, now, (environment) => parts.decide(environment, definition, state, command, now));
}

/** Like `decideBounded`, for any question to the kernel that is as pure as `decide`. The answer comes at once when nothing was asked of the threads. */
export function askBounded<Answer>(
  parts: BoundedParts,
  now: string,
  ask: (environment: KernelEnvironment) => Answer,
): Answer | Promise<Answer> {
  const answers = idle?.isFor(parts) === true ? idle : new Answers(parts);
  idle = null;
  const answer = ask(answers.begin(now));
  if (answers.areWanted) return askAgain(answers, ask);
  idle = answers;
  return answer;
}

async function askAgain<Answer>(answers: Answers, ask: (environment: KernelEnvironment) => Answer): Promise<Answer> {
  for (let pass = 2; ; pass += 1) {
    await answers.find();
    const answer = ask(answers.environment(pass));
    if (!answers.areWanted) return answer;
  }
}

/** What has been asked for one command, with the answers so far. */
class Asked {
  readonly known = new Map<string, Evaluation>();
  readonly names = new ValueNames();
  questions = new Map<string, Question>();
}

/** Values of the expressions of one command that were evaluated in threads. */
class Answers {
  readonly #parts: BoundedParts;
  readonly #environment: KernelEnvironment;
  #now = '';
  /** Null until there is something to ask: most commands never do. */
  #asked: Asked | null = null;
  #workLeft = WORK_PER_PASS;
  #stopped = 0;

  constructor(parts: BoundedParts) {
    this.#parts = parts;
    this.#environment = {
      ...parts.environment,
      evaluate: (expression, variables, at) => this.#evaluate(expression, variables, at),
    };
  }

  isFor(parts: BoundedParts): boolean {
    return this.#parts === parts;
  }

  /** What the kernel gets for its first pass over a command. */
  begin(now: string): KernelEnvironment {
    this.#now = now;
    return this.environment(1);
  }

  get areWanted(): boolean {
    return this.#asked !== null && this.#asked.questions.size > 0;
  }

  /** What the kernel gets for its next pass. */
  environment(pass: number): KernelEnvironment {
    this.#workLeft = WORK_PER_PASS;
    if (pass <= PASSES_BEFORE_CUT) return this.#environment;
    return { ...this.#environment, stepBudget: Math.min(this.#environment.stepBudget, CUT_STEP_BUDGET) };
  }

  /** Evaluates what was asked in the last pass. */
  async find(): Promise<void> {
    const asked = this.#asked;
    if (asked === null) return;
    const questions = asked.questions.entries();
    // What is left over when too many were stopped is refused in the next pass.
    const answerOne = async (): Promise<void> => {
      for (const [key, { expression, variables }] of questions) {
        if (this.#stopped >= MAX_STOPPED) return;
        const outcome = await this.#parts.riskyFeel.evaluate(expression, variables, this.#now);
        if (outcome.kind === 'failed' && outcome.wasStopped === true) this.#stopped += 1;
        asked.known.set(key, asEvaluation(outcome));
      }
    };
    await Promise.all(Array.from({ length: QUESTIONS_AT_ONCE }, answerOne));
    asked.questions = new Map();
  }

  #evaluate(expression: Expression, variables: JsonObject, at: string): Evaluation {
    const work = workOf(expression, variables);
    if (work <= Math.min(FEEL_LIMITS.mainThreadWork, this.#workLeft)) {
      this.#workLeft -= work;
      return this.#parts.environment.evaluate(expression, variables, at);
    }
    if (expression.kind === 'literal') return { kind: 'value', value: expression.value };
    const named = variablesNamedIn(expression.source, variables);
    const asked = (this.#asked ??= new Asked());
    const key = asked.names.keyOf(expression.source, named);
    const known = asked.known.get(key) ?? this.#refusal(asked, key);
    if (known !== null) return known;
    if (asked.questions.size < QUESTIONS_PER_PASS) asked.questions.set(key, { expression, variables: named });
    return UNANSWERED;
  }

  /** Why nothing more is evaluated for this command. It is kept as an answer, because a pass that begins again has to go the same way. */
  #refusal({ known }: Asked, key: string): Evaluation | null {
    const message =
      this.#stopped >= MAX_STOPPED
        ? `Expected at most ${MAX_STOPPED} expressions of one command to be stopped, but so many were, and one more may run long`
        : known.size >= MAX_RISKY
          ? `Expected at most ${MAX_RISKY} expressions that may run long in one command, but found one more`
          : null;
    if (message === null) return null;
    const refusal: Evaluation = { kind: 'failure', message };
    known.set(key, refusal);
    return refusal;
  }
}

/** Those of the last command, when it asked for nothing: the next one begins with them. Null while a command is being decided. */
let idle: Answers | null = null;

/** Gives equal values equal short names. A large value that comes again is known by its identity and not read again. */
class ValueNames {
  readonly #byText = new Map<string, number>();
  readonly #byIdentity = new WeakMap<object, number>();

  keyOf(source: string, variables: JsonObject): string {
    const members = Object.keys(variables)
      .toSorted()
      .map((name) => `${name}:${this.#nameOf(variables[name] ?? null)}`);
    return [this.#numberOf(source), ...members].join(' ');
  }

  #nameOf(value: JsonValue): string {
    if (typeof value === 'string') return `"${this.#numberOf(value)}`;
    if (typeof value !== 'object' || value === null) return String(value);
    const known = this.#byIdentity.get(value) ?? this.#numberOf(canonicalJson(value));
    this.#byIdentity.set(value, known);
    return `#${known}`;
  }

  #numberOf(text: string): number {
    const known = this.#byText.get(text) ?? this.#byText.size;
    this.#byText.set(text, known);
    return known;
  }
}
