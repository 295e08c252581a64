import type { FlowNode } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

const FOREIGN = /[$#]\{[^}]*\}/;

/** Fixed texts of a node that look like expressions of another engine, except headers, which are passed on as they are. */
function foreignTexts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(foreignTexts);
  if ('kind' in value && value.kind === 'literal' && 'value' in value)
    return [value.value]
      .flat()
      .filter((text) => typeof text === 'string' && FOREIGN.test(text))
      .map(String);
  return Object.entries(value).flatMap(([name, member]) => (name === 'headers' ? [] : foreignTexts(member)));
}

/** `${...}` that could not be translated would be taken for a fixed text. */
export const foreignExpression: Rule = {
  id: 'foreign-expression',
  severity: 'warning',
  section: 'Lanework',
  statement: 'Expressions are FEEL, not those of another engine.',
  check: (context) =>
    context.nodes.flatMap(({ node }: { readonly node: FlowNode }) =>
      foreignTexts(node).map((text) =>
        about(context, 'foreign-expression', node, {
          severity: 'warning',
          expected: `FEEL after "=" in ${labelOf(node)}`,
          found: `"${text}", which is taken for a fixed text`,
          mend: 'Write the expression in FEEL, with a leading "=".',
        }),
      ),
    ),
};
