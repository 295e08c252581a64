import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

const TARGET = /^[\p{L}_$][\p{L}\p{N}_$ -]*(?:\.[\p{L}_$][\p{L}\p{N}_$ -]*)*$/u;
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Mappings have a source, and a variable or a path of members as target. */
export const ioMapping: Rule = {
  id: 'io-mapping',
  severity: 'error',
  section: 'Lanework',
  statement: 'A mapping has a source, and a variable or a path of members as its target.',
  check: (context) =>
    context.nodes.flatMap(({ node }) =>
      [...node.inputMappings, ...node.outputMappings].flatMap(({ source, target }) => {
        const complain = (expected: string, found: string) => [
          about(context, 'io-mapping', node, {
            expected: `${expected} in a mapping of ${labelOf(node)}`,
            found,
            mend: 'Correct the mapping.',
          }),
        ];
        if (!TARGET.test(target) || target.split('.').some((part) => RESERVED.has(part)))
          return complain('a variable such as "a" or "a.b" as target', `"${target}"`);
        return source.kind === 'feel' && source.source === '' ? complain(`a source for "${target}"`, 'none') : [];
      }),
    ),
};
