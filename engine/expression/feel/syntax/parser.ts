import { parseNumber } from '../value/number.ts';
import type { ArithmeticOperator, ComparisonOperator, FeelNode, Iteration, UnaryTests } from './node.ts';
import { tidyName } from './names.ts';
import { PrimaryReader } from './primary.ts';

const COMPARISONS: readonly ComparisonOperator[] = ['!=', '<=', '>=', '=', '<', '>'];

/**
 * Reads FEEL by recursive descent; the methods stand in the order of the grammar (DMN 1.5, 10.3.1.2), the weakest operator first. Names need no
 * declaration: what is not known as a longer name is read word by word.
 */
export class Parser extends PrimaryReader {
  /** The whole source as one expression. */
  whole(): FeelNode {
    const node = this.expression();
    if (!this.isAtEnd) this.fail('an operator or the end');
    return node;
  }

  /** The whole source as the tests of a cell. */
  unaryTests(): UnaryTests {
    this.readsTests = true;
    if (this.isAtEnd) return { isAny: true, isNegated: false, tests: [] };
    if (/^-\s*$/.test(this.source.slice(this.at))) return { isAny: true, isNegated: false, tests: [] };
    const start = this.at;
    if (this.takesWord('not') && this.takes('(')) {
      const tests = this.#tests();
      if (this.takes(')') && this.isAtEnd) return { isAny: false, isNegated: true, tests };
    }
    this.at = start;
    const tests = this.#tests();
    if (!this.isAtEnd) this.fail('"," or the end');
    return { isAny: false, isNegated: false, tests };
  }

  #tests(): readonly FeelNode[] {
    const tests = [this.test()];
    while (this.takes(',')) tests.push(this.test());
    return tests;
  }

  override expression(): FeelNode {
    return this.nested(() => {
      const from = this.at;
      if (this.takesWord('if')) return this.#if(from);
      if (this.takesWord('for')) return this.#for(from);
      if (this.peeksWord('some') || this.peeksWord('every')) return this.#quantified(from);
      return this.#disjunction();
    });
  }

  #if(from: number): FeelNode {
    const condition = this.expression();
    this.expectWord('then');
    const consequence = this.expression();
    this.expectWord('else');
    const otherwise = this.expression();
    return this.placed(from, { kind: 'if', condition, consequence, otherwise });
  }

  #for(from: number): FeelNode {
    const iterations = this.#iterations();
    this.expectWord('return');
    return this.placed(from, { kind: 'for', iterations, body: this.expression() });
  }

  #quantified(from: number): FeelNode {
    const quantifier = this.takesWord('some') ? 'some' : 'every';
    if (quantifier === 'every') this.expectWord('every');
    const iterations = this.#iterations();
    this.expectWord('satisfies');
    return this.placed(from, { kind: 'quantified', quantifier, iterations, condition: this.expression() });
  }

  #iterations(): readonly Iteration[] {
    const iterations: Iteration[] = [];
    do {
      const name = this.#iterationName();
      this.expectWord('in');
      const domain = this.expression();
      const end = this.takes('..') ? this.expression() : null;
      iterations.push({ name, domain, end });
    } while (this.takes(','));
    return iterations;
  }

  #iterationName(): string {
    const match = /[^\s,()[\]{}":]+(?:\s+(?!in\s)[^\s,()[\]{}":]+)*(?=\s+in[\s([{"])/y;
    match.lastIndex = this.at;
    const text = match.exec(this.source)?.[0];
    if (text === undefined) return this.name() ?? this.fail('the name of an iteration');
    const name = tidyName(text);
    this.names.add(name);
    this.at += text.length;
    this.skip();
    return name;
  }

  #disjunction(): FeelNode {
    const from = this.at;
    const operands = [this.#conjunction()];
    while (this.takesWord('or')) operands.push(this.#conjunction());
    return operands.length === 1 && operands[0] !== undefined ? operands[0] : this.placed(from, { kind: 'or', operands });
  }

  #conjunction(): FeelNode {
    const from = this.at;
    const operands = [this.#comparison()];
    while (this.takesWord('and')) operands.push(this.#comparison());
    return operands.length === 1 && operands[0] !== undefined ? operands[0] : this.placed(from, { kind: 'and', operands });
  }

  #comparison(): FeelNode {
    const from = this.at;
    let left = this.operand();
    for (let links = 0; ; links += 1) {
      if (links > 100) this.fail('at most 100 comparisons in a row');
      const operator = COMPARISONS.find((candidate) => this.peeks(candidate));
      if (operator !== undefined) {
        this.takes(operator);
        // `a == b` is never what is meant.
        if (this.peeks('=')) this.fail('a value');
        // The other side may be a range such as `>= 2`.
        left = this.placed(from, { kind: 'comparison', operator, left, right: this.#test(() => this.operand()) });
      } else if (this.takesWord('between')) {
        const low = this.operand();
        this.expectWord('and');
        left = this.placed(from, { kind: 'between', value: left, low, high: this.operand() });
      } else if (this.takesWord('in')) {
        left = this.#in(from, left);
      } else return left;
    }
  }

  #in(from: number, value: FeelNode): FeelNode {
    const open = this.at;
    if (!this.takes('(')) return this.placed(from, { kind: 'in', value, tests: [this.#test(() => this.operand())] });
    const first = this.test();
    const tests = [first];
    if (this.takes('..')) return this.placed(from, { kind: 'in', value, tests: [this.postfix(open, this.rangeTail(open, first, false))] });
    while (this.takes(',')) tests.push(this.test());
    this.expect(')');
    if (tests.length > 1) return this.placed(from, { kind: 'in', value, tests });
    return this.placed(from, { kind: 'in', value, tests: [this.postfix(open, first)] });
  }

  /** A test: `< 5`, or an expression. */
  override test(): FeelNode {
    return this.#test(() => this.expression());
  }

  #test(read: () => FeelNode): FeelNode {
    const from = this.at;
    const operator = COMPARISONS.find((candidate) => this.peeks(candidate));
    if (operator === undefined) return read();
    this.takes(operator);
    return this.placed(from, { kind: 'unaryRange', operator, value: this.operand() });
  }

  override operand(): FeelNode {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): FeelNode {
    return this.#chain(['*', '/'], () => this.#power());
  }

  #power(): FeelNode {
    return this.#chain(['**'], () => this.#signed());
  }

  /** Operators of one strength go from left to right. */
  #chain(operators: readonly ArithmeticOperator[], read: () => FeelNode): FeelNode {
    const from = this.at;
    const first = read();
    const rest: { operator: ArithmeticOperator; value: FeelNode }[] = [];
    for (;;) {
      const operator = operators.find((candidate) => this.peeks(candidate));
      // `*` is not the first half of `**`.
      if (operator === undefined || (operator === '*' && this.peeks('**'))) break;
      this.takes(operator);
      rest.push({ operator, value: read() });
    }
    return rest.length === 0 ? first : this.placed(from, { kind: 'arithmetic', first, rest });
  }

  #signed(): FeelNode {
    const from = this.at;
    if (!this.takes('-')) return this.#instance();
    return this.nested(() => {
      const value = this.#signed();
      return this.placed(from, { kind: 'negation', value });
    });
  }

  #instance(): FeelNode {
    const from = this.at;
    const value = this.postfix(from, this.primary());
    if (!this.takesWord('instance')) return value;
    this.expectWord('of');
    return this.placed(from, { kind: 'instanceOf', value, type: this.type() });
  }

  /** A number literal of the source. */
  override numberLiteral(from: number, text: string): FeelNode {
    return this.placed(from, { kind: 'literal', value: parseNumber(text) });
  }
}
