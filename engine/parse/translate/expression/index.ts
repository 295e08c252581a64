import { functionCall, instanceCall, isInstanceName, memberOf, methodCall } from './calls.ts';
import type { Operand, Translated } from './calls.ts';
import { BINDING, asText, bracketed, called, feel, isEmpty, isFeelName, textLiteral } from './feel.ts';
import type { Feel } from './feel.ts';
import { parseExpression } from './parser.ts';
import type { BinaryOperator, Node } from './parser.ts';

/** What an expression of another engine became. */
export type ExpressionTranslation =
  /** `isExact` false: the same in the usual case, to be looked at. */
  | { readonly kind: 'translated'; readonly feel: string; readonly isExact: boolean; readonly isText: boolean }
  /** `obstacle` is the part that has no counterpart, as it was written as far as that is known. */
  | { readonly kind: 'untranslated'; readonly obstacle: string };

/** Variables that other engines give to the instances of a multi-instance activity; their loop counter counts from 0, ours from 1. */
const LOOP_VARIABLES: Readonly<Record<string, Feel>> = {
  nrOfInstances: feel('numberOfInstances'),
  nrOfActiveInstances: feel('numberOfActiveInstances'),
  nrOfCompletedInstances: feel('numberOfCompletedInstances'),
  loopCounter: feel('loopCounter - 1', BINDING.sum),
};

/** Objects of the engine and its Java world that no diagram can reach here. */
const UNREACHABLE: ReadonlySet<string> = new Set(['authenticatedUserId', 'currentUser', 'cockpit', 'Java', 'java', 'org', 'com']);

/** Thrown inside the translation alone and caught by `translateCode`. */
class Untranslatable extends Error {
  readonly obstacle: string;
  constructor(obstacle: string) {
    super(obstacle);
    this.obstacle = obstacle;
  }
}

/** Translates what stands inside `${...}`, or an expression of Groovy or JavaScript. */
export function translateCode(code: string): ExpressionTranslation {
  const node = parseExpression(code);
  if (node === null) return { kind: 'untranslated', obstacle: code.trim() };
  const translator = new Translator();
  try {
    const result = translator.feel(node);
    return { kind: 'translated', feel: result.text, isExact: translator.isExact, isText: result.isText };
  } catch (error) {
    if (error instanceof Untranslatable) return { kind: 'untranslated', obstacle: error.obstacle };
    throw error;
  }
}

/** Longest text with expressions in it that is translated, in characters. */
const TEMPLATE_LIMIT = 100_000;

/** Where `${...}` and `#{...}` stand in a text: their code at odd places, the text between them at even ones; null when a brace has no end or the text is too long. */
export function splitTemplate(source: string): readonly string[] | null {
  if (source.length > TEMPLATE_LIMIT) return null;
  const parts: string[] = [];
  let position = 0;
  for (;;) {
    const start = source.slice(position).search(/[$#]\{/);
    if (start === -1) return [...parts, source.slice(position)];
    const end = closingBrace(source, position + start + 2);
    if (end === -1) return null;
    parts.push(source.slice(position, position + start), source.slice(position + start + 2, end));
    position = end + 1;
  }
}

/** The brace that ends an expression; braces inside texts do not count. */
function closingBrace(source: string, from: number): number {
  let quote: string | null = null;
  for (let index = from; index < source.length; index += 1) {
    const letter = source.charAt(index);
    if (quote !== null) {
      if (letter === '\\') index += 1;
      else if (letter === quote) quote = null;
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '}') return index;
  }
  return -1;
}

/** Whether a text holds an expression of another engine. */
export const hasExpression = (source: string): boolean => (splitTemplate(source)?.length ?? 1) > 1;

/** Translates a text with `${...}` or `#{...}` in it: one alone becomes its FEEL, several or one between words become a text joined of all. */
export function translateTemplate(source: string): ExpressionTranslation {
  const parts = splitTemplate(source.trim());
  if (parts === null || parts.length === 1) return { kind: 'untranslated', obstacle: source.trim() };
  const isAlone = parts.length === 3 && parts[0] === '' && parts[2] === '';
  if (isAlone) return translateCode(parts[1] ?? '');
  const pieces: Feel[] = [];
  let isExact = true;
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) {
      if (part !== '') pieces.push(textLiteral(part));
      continue;
    }
    const result = translateCode(part);
    if (result.kind === 'untranslated') return result;
    isExact &&= result.isExact;
    pieces.push(asText(feel(result.feel, BINDING.primary, result.isText)));
  }
  return { kind: 'translated', feel: pieces.map(({ text }) => text).join(' + '), isExact, isText: true };
}

class Translator {
  isExact = true;

  feel(node: Node): Feel {
    switch (node.kind) {
      case 'number':
        return feel(node.text);
      case 'string':
        return textLiteral(node.text);
      case 'constant':
        return feel(node.text);
      case 'name':
        return this.#name(node.name);
      case 'list':
        return feel(`[${node.items.map((item) => this.feel(item).text).join(', ')}]`);
      case 'not':
        return called('not', [this.feel(node.operand)]);
      case 'empty':
        return isEmpty(this.feel(node.operand));
      case 'negative':
        return feel(`-${bracketed(this.feel(node.operand), BINDING.negative)}`, BINDING.negative);
      case 'conditional':
        return this.#conditional(node);
      case 'binary':
        return this.#binary(node.operator, this.feel(node.left), this.feel(node.right));
      case 'member':
        return this.#member(node);
      case 'index':
        return this.#index(node);
      case 'call':
        return this.#call(node);
    }
  }

  #name(name: string): Feel {
    const loop = Object.hasOwn(LOOP_VARIABLES, name) ? LOOP_VARIABLES[name] : undefined;
    if (loop !== undefined) return loop;
    if (!isFeelName(name) || isInstanceName(name) || UNREACHABLE.has(name)) throw new Untranslatable(name);
    return feel(name);
  }

  #conditional({ test, yes, no }: Extract<Node, { kind: 'conditional' }>): Feel {
    const [condition, then, otherwise] = [this.feel(test), this.feel(yes), this.feel(no)];
    return feel(`if ${condition.text} then ${then.text} else ${otherwise.text}`, BINDING.conditional, then.isText && otherwise.isText);
  }

  #binary(operator: BinaryOperator, left: Feel, right: Feel): Feel {
    const at = (binding: number, text: string, isText = false): Feel =>
      feel(`${bracketed(left, binding)} ${text} ${bracketed(right, binding + 1)}`, binding, isText);
    switch (operator) {
      case 'or':
        return at(BINDING.or, 'or');
      case 'and':
        return at(BINDING.and, 'and');
      case '+': {
        const isText = left.isText || right.isText;
        if (!isText) return at(BINDING.sum, '+');
        return feel(`${bracketed(asText(left), BINDING.sum)} + ${bracketed(asText(right), BINDING.product)}`, BINDING.sum, true);
      }
      case '-':
        return at(BINDING.sum, '-');
      case '*':
      case '/':
        return at(BINDING.product, operator);
      case '**':
        return at(BINDING.power, '**');
      case 'mod':
        return called('modulo', [left, right]);
      case '=':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return feel(`${bracketed(left, BINDING.sum)} ${operator} ${bracketed(right, BINDING.sum)}`, BINDING.comparison);
    }
  }

  #member({ object, name, isSafe }: Extract<Node, { kind: 'member' }>): Feel {
    if (object.kind === 'name' && isInstanceName(object.name)) throw new Untranslatable(`${object.name}.${name}`);
    const receiver = this.feel(object);
    const member = memberOf(receiver, name);
    return isSafe ? feel(`if ${bracketed(receiver, BINDING.sum)} = null then null else ${member.text}`, BINDING.conditional) : member;
  }

  /** Lists count from 0 there and from 1 here. */
  #index({ object, index }: Extract<Node, { kind: 'index' }>): Feel {
    const receiver = this.feel(object);
    if (index.kind === 'string') return memberOf(receiver, index.text);
    if (index.kind === 'number') return feel(`${bracketed(receiver, BINDING.postfix)}[${Number(index.text) + 1}]`, BINDING.postfix);
    const position = this.feel(index);
    const counted = index.kind === 'name' && index.name === 'loopCounter' ? 'loopCounter' : `${bracketed(position, BINDING.sum)} + 1`;
    this.isExact = false;
    return feel(`${bracketed(receiver, BINDING.postfix)}[${counted}]`, BINDING.postfix);
  }

  #call({ callee, args }: Extract<Node, { kind: 'call' }>): Feel {
    if (callee.kind === 'name') {
      const result = functionCall(
        callee.name,
        args.map((argument) => this.#operand(argument, callee.name)),
      );
      return this.#taken(result, `${callee.name}(...)`);
    }
    if (callee.kind !== 'member') throw new Untranslatable('a call of a call');
    const spelled = `${callee.object.kind === 'name' ? callee.object.name : '...'}.${callee.name}(...)`;
    const operands = args.map((argument) => this.#operand(argument, spelled));
    const ofInstance = instanceCall(callee.object, callee.name, operands);
    if (ofInstance !== null || (callee.object.kind === 'name' && isInstanceName(callee.object.name)))
      return this.#taken(ofInstance, spelled);
    return this.#taken(methodCall(this.#operand(callee.object, spelled), callee.name, operands), spelled);
  }

  /** Arguments of an unknown bean are part of the obstacle, so the bean is named and not its first argument. */
  #operand(node: Node, spelled: string): Operand {
    if (node.kind === 'name' && (isInstanceName(node.name) || !isFeelName(node.name))) throw new Untranslatable(spelled);
    return { node, feel: this.feel(node) };
  }

  #taken(result: Translated | null, spelled: string): Feel {
    if (result === null) throw new Untranslatable(spelled);
    this.isExact &&= result.isExact;
    return result.feel;
  }
}
