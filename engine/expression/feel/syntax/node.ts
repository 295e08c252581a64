/** A type as FEEL writes it: `number`, `list<string>`, `context<a: number>`, `range<date>`, `function<number>->string`, or a name of the model. */
export type FeelType =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list'; readonly of: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly members: readonly { readonly name: string; readonly type: FeelType }[] }
  | { readonly kind: 'function'; readonly parameters: readonly FeelType[]; readonly result: FeelType };

/** Where in the source a node stands: from its first character up to, but without, the one at `to`. */
interface Placed {
  readonly from: number;
  readonly to: number;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** `name in domain`, `name in from..to`. */
export interface Iteration {
  readonly name: string;
  readonly domain: FeelNode;
  /** The end of `from..to`; null for a domain that is one expression. */
  readonly end: FeelNode | null;
}

export interface Argument {
  /** Null for a positional argument. */
  readonly name: string | null;
  readonly value: FeelNode;
}

/** The syntax tree of FEEL (DMN 1.5, 10.3.1.2). */
export type FeelNode = Placed &
  (
    | { readonly kind: 'literal'; readonly value: unknown }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly FeelNode[] }
    | { readonly kind: 'context'; readonly entries: readonly { readonly key: string; readonly value: FeelNode }[] }
    | {
        readonly kind: 'range';
        readonly start: FeelNode;
        readonly end: FeelNode;
        readonly startIncluded: boolean;
        readonly endIncluded: boolean;
      }
    | { readonly kind: 'unaryRange'; readonly operator: ComparisonOperator; readonly value: FeelNode }
    | {
        readonly kind: 'arithmetic';
        readonly first: FeelNode;
        readonly rest: readonly { readonly operator: ArithmeticOperator; readonly value: FeelNode }[];
      }
    | { readonly kind: 'negation'; readonly value: FeelNode }
    | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly left: FeelNode; readonly right: FeelNode }
    | { readonly kind: 'and' | 'or'; readonly operands: readonly FeelNode[] }
    | { readonly kind: 'between'; readonly value: FeelNode; readonly low: FeelNode; readonly high: FeelNode }
    | { readonly kind: 'in'; readonly value: FeelNode; readonly tests: readonly FeelNode[] }
    | { readonly kind: 'instanceOf'; readonly value: FeelNode; readonly type: FeelType }
    | { readonly kind: 'path'; readonly target: FeelNode; readonly name: string }
    | { readonly kind: 'descendants'; readonly target: FeelNode; readonly name: string }
    | { readonly kind: 'filter'; readonly target: FeelNode; readonly condition: FeelNode }
    | { readonly kind: 'call'; readonly target: FeelNode; readonly arguments: readonly Argument[] }
    | { readonly kind: 'if'; readonly condition: FeelNode; readonly consequence: FeelNode; readonly otherwise: FeelNode }
    | { readonly kind: 'for'; readonly iterations: readonly Iteration[]; readonly body: FeelNode }
    | {
        readonly kind: 'quantified';
        readonly quantifier: 'some' | 'every';
        readonly iterations: readonly Iteration[];
        readonly condition: FeelNode;
      }
    | {
        readonly kind: 'function';
        readonly parameters: readonly { readonly name: string; readonly type: FeelType | null }[];
        readonly body: FeelNode;
        readonly isExternal: boolean;
      }
  );

/** The tests of a cell of a decision table (DMN 1.5, 10.3.1.2, rule 15). */
export interface UnaryTests {
  /** `-`: every value passes. */
  readonly isAny: boolean;
  /** `not(...)`. */
  readonly isNegated: boolean;
  readonly tests: readonly FeelNode[];
}

/** The nodes directly inside a node. */
export function innerNodes(node: FeelNode): readonly FeelNode[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'list':
      return node.items;
    case 'context':
      return node.entries.map((entry) => entry.value);
    case 'range':
      return [node.start, node.end];
    case 'unaryRange':
    case 'negation':
    case 'instanceOf':
      return [node.value];
    case 'arithmetic':
      return [node.first, ...node.rest.map((part) => part.value)];
    case 'comparison':
      return [node.left, node.right];
    case 'and':
    case 'or':
      return node.operands;
    case 'between':
      return [node.value, node.low, node.high];
    case 'in':
      return [node.value, ...node.tests];
    case 'path':
    case 'descendants':
      return [node.target];
    case 'filter':
      return [node.target, node.condition];
    case 'call':
      return [node.target, ...node.arguments.map((argument) => argument.value)];
    case 'if':
      return [node.condition, node.consequence, node.otherwise];
    case 'for':
      return [...domainsOf(node.iterations), node.body];
    case 'quantified':
      return [...domainsOf(node.iterations), node.condition];
    case 'function':
      return [node.body];
  }
}

function domainsOf(iterations: readonly Iteration[]): readonly FeelNode[] {
  return iterations.flatMap((iteration) => (iteration.end === null ? [iteration.domain] : [iteration.domain, iteration.end]));
}

/** The node and every node in it. */
export function* allNodes(node: FeelNode): Generator<FeelNode> {
  yield node;
  for (const inner of innerNodes(node)) yield* allNodes(inner);
}
