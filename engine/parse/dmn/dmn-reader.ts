import { DmnModdle } from 'dmn-moddle';
import descriptor from 'dmn-moddle/resources/dmn/json/dmn13.json' with { type: 'json' };

/** A property that is written as an element of its own name. */
const part = (name: string, type: string) => ({ name, type, xml: { serialize: 'property' } });

/** `<in>`, `<then>` and the like hold one expression. */
const CHILD_EXPRESSION = {
  name: 'ChildExpression',
  properties: [
    { name: 'id', type: 'String', isAttr: true, isId: true },
    { name: 'typeRef', type: 'String', isAttr: true },
    { name: 'value', type: 'Expression' },
  ],
};

const boxed = (name: string, parts: readonly string[], isIterator: boolean) => ({
  name,
  superClass: ['Expression'],
  properties: [
    ...(isIterator ? [{ name: 'iteratorVariable', type: 'String', isAttr: true }] : []),
    ...parts.map((each) => part(each, 'ChildExpression')),
  ],
});

/** The boxed expressions of DMN 1.4 and 1.5 (DMN 1.5, 10.2.2.8 to 10.2.2.12), which the descriptor of DMN 1.3 does not have. */
const ADDED_TYPES = [
  CHILD_EXPRESSION,
  boxed('Conditional', ['if', 'then', 'else'], false),
  boxed('Filter', ['in', 'match'], false),
  boxed('For', ['in', 'return'], true),
  boxed('Some', ['in', 'satisfies'], true),
  boxed('Every', ['in', 'satisfies'], true),
];

/** Properties that later versions add to types of DMN 1.3. */
const ADDED_PROPERTIES: Readonly<Record<string, readonly object[]>> = {
  ItemDefinition: [part('typeConstraint', 'UnaryTests')],
};

const extended = {
  ...descriptor,
  types: [
    ...descriptor.types.map((type) => ({ ...type, properties: [...(type.properties ?? []), ...(ADDED_PROPERTIES[type.name] ?? [])] })),
    ...ADDED_TYPES,
  ],
};

/** Reads DMN XML up to 1.5. */
export const dmnReader = new DmnModdle({ dmn: extended });
