import { makeFinding } from '../findings.ts';
import { hasGet, nearestId } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';

import type { Rule } from './rule.ts';

/**
 * Prefixes of engines whose attributes say something about execution and are not translated. Layout and colours of modelers say nothing; what Camunda,
 * Operaton, Flowable and Activiti say is translated and reported part by part (`translate/`).
 */
const ENGINES: ReadonlySet<string> = new Set(['bonita', 'drools', 'tns']);

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

function foreignPrefixes(element: ModdleElement): readonly string[] {
  const names = [element.$type, ...Object.keys(hasGet(element) ? (element.$attrs ?? {}) : {}).filter((name) => !name.startsWith('xmlns'))];
  return names.map(prefixOf).filter((prefix) => ENGINES.has(prefix));
}

/** Attributes and elements of other engines stay in the file but are not executed; one warning per namespace says so. */
export const foreignExtension: Rule = {
  id: 'foreign-extension',
  severity: 'warning',
  section: 'Lanework',
  statement: 'Execution attributes are those of the zeebe and lanework namespaces.',
  check: (context) => {
    const first = new Map<string, { element: string | null; count: number }>();
    for (const element of context.elements) {
      for (const prefix of foreignPrefixes(element)) {
        const seen = first.get(prefix);
        if (seen === undefined) first.set(prefix, { element: nearestId(element), count: 1 });
        else seen.count += 1;
      }
    }
    return [...first].map(([prefix, { element, count }]) =>
      makeFinding(context.document.resource, {
        rule: 'foreign-extension',
        severity: 'warning',
        element,
        line: context.document.lineOf(element),
        expected: 'execution attributes of the zeebe and lanework namespaces',
        found: `${count} of "${prefix}", which are not executed`,
        mend: 'Say the same by zeebe extension elements.',
      }),
    );
  },
};
