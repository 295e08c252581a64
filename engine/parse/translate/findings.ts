import type { FindingInput } from '../findings.ts';
import type { ForeignTranslation } from './index.ts';
import type { ImportEntry } from './report.ts';

const NAMES: Readonly<Record<ImportEntry['dialect'], string>> = {
  camunda: 'Camunda',
  operaton: 'Operaton',
  flowable: 'Flowable',
  activiti: 'Activiti',
};

/**
 * What a deployment says about a file made for another engine: one word per element about what was translated, one per part that somebody must look at.
 * A file that was imported before only tells what still needs attention.
 */
export function foreignFindings({ report, wasImported }: ForeignTranslation): readonly FindingInput[] {
  const whole = report.entries.filter(({ isPart }) => !isPart);
  const single = whole.filter(({ outcome }) => outcome === 'attention' || (outcome === 'approximated' && !wasImported));
  const together = wasImported ? [] : whole.filter(({ outcome }) => outcome === 'converted' || outcome === 'dropped');
  return [...single.map(aboutEntry), ...translatedByElement(together)];
}

function aboutEntry(entry: ImportEntry): FindingInput {
  const place = { element: entry.element, line: entry.line, mend: entry.mend ?? '' };
  if (entry.outcome === 'approximated') {
    return {
      ...place,
      rule: 'foreign-approximated',
      severity: 'warning',
      expected: 'execution attributes of the zeebe and lanework namespaces, or words of another engine that mean exactly the same',
      found: `'${entry.original}' of ${NAMES[entry.dialect]}, read as ${entry.became ?? 'nothing'}`,
    };
  }
  return {
    ...place,
    rule: entry.isRefused ? 'foreign-refused' : 'foreign-attention',
    severity: entry.isRefused ? 'error' : 'warning',
    expected: entry.isRefused ? 'what decides about the flow in FEEL or JavaScript' : 'execution attributes that have a counterpart',
    found: `'${entry.original}' of ${NAMES[entry.dialect]}, which is not executed`,
  };
}

function translatedByElement(entries: readonly ImportEntry[]): readonly FindingInput[] {
  const groups = Map.groupBy(entries, ({ element }) => element);
  return [...groups].flatMap(([element, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = [...new Set(group.map(({ original }) => original.split(/[=\s>]/)[0]?.replace('<', '') ?? ''))].filter((name) =>
      name.includes(':'),
    );
    return [
      {
        rule: 'foreign-translated',
        severity: 'warning' as const,
        element,
        line: first.line,
        expected: 'execution attributes of the zeebe and lanework namespaces',
        found: `${names.length === 0 ? 'an expression' : names.join(', ')} of ${NAMES[first.dialect]}, which was translated`,
        mend: 'Nothing needs to be done; "lanework import" writes the translation into the file and lists it.',
      },
    ];
  });
}
