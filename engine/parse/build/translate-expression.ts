import { splitTemplate, translateCode } from '../translate/expression/index.ts';

/**
 * FEEL for the one `${...}` or `#{...}` that a text of a diagram made for another engine consists of. Null for everything else, which stays as it is and is
 * reported: a text that is only partly an expression may be meant for a template language of its receiver.
 */
export function translateExpression(text: string): string | null {
  const parts = splitTemplate(text.trim());
  if (parts === null || parts.length !== 3 || parts[0] !== '' || parts[2] !== '') return null;
  const result = translateCode(parts[1] ?? '');
  return result.kind === 'translated' ? result.feel : null;
}
