import { syntaxError } from '../../expression/index.ts';
import type { Expression, FlowNode, SequenceFlow } from '../../model/index.ts';
import { about, aboutElement, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

interface Found {
  readonly where: string;
  readonly source: string;
}

/** Every FEEL expression inside a value of the model, with the property that holds it. */
function expressionsIn(value: unknown, where: string): readonly Found[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => expressionsIn(item, where));
  const members = Object.entries(value);
  const isFeel = members.some(([name, member]) => (name === 'kind' || name === 'language') && member === 'feel');
  const source = members.find(([name]) => name === 'source')?.[1];
  if (isFeel && typeof source === 'string') return [{ where, source }];
  return members.flatMap(([name, member]) => expressionsIn(member, name === 'source' && typeof member === 'object' ? where : name));
}

/** A condition without text is reported once, by the rule that requires it. */
function faults(
  subject: FlowNode | SequenceFlow | { readonly jobPriority: Expression | undefined },
): readonly { readonly where: string; readonly found: string }[] {
  return expressionsIn(subject, 'expression').flatMap(({ where, source }) => {
    const isReported =
      source === '' && (where.endsWith('Mappings') || ((where === 'condition' || where === 'decisionId') && 'kind' in subject));
    const found = isReported ? null : syntaxError(source);
    return found === null ? [] : [{ where, found }];
  });
}

const mend = (found: string): string =>
  found.includes('${')
    ? 'Write the expression in FEEL: drop "${" and "}", use "and", "or", "=" and "not(...)".'
    : 'Correct the expression.';

/** Every expression is FEEL (DMN 1.5, chapter 10). */
export const feelSyntax: Rule = {
  id: 'feel-syntax',
  severity: 'error',
  section: 'DMN 1.5, 10.3',
  statement: 'Every expression is FEEL that can be read.',
  check: (context) => [
    ...context.processes.flatMap(({ element, definition: { processId, name, jobPriority } }) =>
      faults({ jobPriority }).map(({ where, found }) =>
        aboutElement(context, 'feel-syntax', element, {
          expected: `a FEEL expression as ${where} of ${labelOf({ id: processId, name })}`,
          found,
          mend: mend(found),
        }),
      ),
    ),
    ...context.nodes.flatMap(({ node }) =>
      faults(node).map(({ where, found }) =>
        about(context, 'feel-syntax', node, { expected: `a FEEL expression as ${where} of ${labelOf(node)}`, found, mend: mend(found) }),
      ),
    ),
    ...context.flows.flatMap(({ flow }) =>
      faults(flow).map(({ where, found }) =>
        about(context, 'feel-syntax', flow, { expected: `a FEEL expression as ${where} of flow ${flow.id}`, found, mend: mend(found) }),
      ),
    ),
  ],
};
