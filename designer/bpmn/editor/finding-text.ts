import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Finding } from '../../kit/index.ts';
import { useDesignerText } from '../texts.ts';

/** Sentences of one language by rule. `{first}` and `{last}` stand for the first and last name that the finding puts into quotes. */
export type FindingTexts = Readonly<Record<string, string>>;

const loaders: Readonly<Record<string, () => Promise<{ readonly default: FindingTexts }>>> = {
  es: () => import('../locale/finding/es.json', { with: { type: 'json' } }),
  cs: () => import('../locale/finding/cs.json', { with: { type: 'json' } }),
  ru: () => import('../locale/finding/ru.json', { with: { type: 'json' } }),
  ka: () => import('../locale/finding/ka.json', { with: { type: 'json' } }),
};

/** What to say about a finding: the sentence, and how to mend it where the sentence does not say so itself. */
export interface FindingWords {
  readonly sentence: string;
  readonly mend: string | undefined;
}

/** The words of a finding in the language shown; in English, and for rules without a translation, those of the checker. */
export function useFindingWords(): (finding: Finding) => FindingWords {
  const { language } = useDesignerText();
  const texts = useQuery({
    queryKey: ['finding-texts', language],
    queryFn: async (): Promise<FindingTexts> => (await loaders[language]?.())?.default ?? {},
    staleTime: Infinity,
  });
  return useCallback((finding: Finding) => wordsOf(finding, texts.data ?? {}), [texts.data]);
}

/** Puts a finding into the words of a language. */
export function wordsOf(finding: Finding, texts: FindingTexts): FindingWords {
  const text = texts[finding.rule];
  if (text === undefined) return { sentence: finding.message, mend: finding.mend };
  const names = [...finding.message.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  return { sentence: text.replaceAll('{first}', names[0] ?? '…').replaceAll('{last}', names.at(-1) ?? '…'), mend: undefined };
}
