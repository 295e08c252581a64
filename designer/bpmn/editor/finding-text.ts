import type { Finding } from '../../kit/api/problem.ts';
import { useDesignerText } from '../texts.ts';

/** The sentence of a finding in the language shown; rules without a translation speak in the words of the checker. */
export function useFindingText(): (finding: Finding) => string {
  const { t } = useDesignerText();
  return (finding) => {
    const values = { expected: finding.expected ?? '', found: finding.found ?? '' };
    return t(`rule.${finding.rule}`, { ...values, defaultValue: finding.message });
  };
}
