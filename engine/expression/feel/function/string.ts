import { FEEL_LIMITS } from '../../limits.ts';
import { Misfit } from '../value/fault.ts';
import { big, isNumber, normal, wholeNumber } from '../value/number.ts';
import { regexOf, replacementOf } from './pattern.ts';
import { as, builtIns, refuse, signature } from './signature.ts';

function bounded(text: string): string {
  if (text.length > FEEL_LIMITS.textLength)
    throw new Misfit(`a text of at most ${FEEL_LIMITS.textLength} characters, but found a longer one`);
  return text;
}

/** A number without its fraction, as positions and lengths of a text are read. */
const cut = (value: unknown): number | null => (isNumber(value) ? wholeNumber(normal(big(value).trunc())) : null);

/** Part of a text by characters of Unicode; positions count from 1, or from -1 at the end. */
function substring(text: string, start: unknown, length: unknown): string {
  const from = cut(start);
  if (from === null || from === 0) throw new Misfit('a start position other than 0, but found another value');
  const count = length === undefined ? null : cut(length);
  if (length !== undefined && count === null) refuse('whole number of characters', length);
  if (count !== null && count < 0) throw new Misfit(`a length of at least 0, but found ${count}`);
  const characters = Array.from(text);
  const first = from > 0 ? from - 1 : characters.length + from;
  const last = count === null ? characters.length : Math.max(0, first) + count;
  return characters.slice(Math.max(0, first), last).join('');
}

/** Groups that a pattern captures. */
const groupsIn = (pattern: RegExp): number => (new RegExp(`${pattern.source}|`, pattern.flags.replace('g', '')).exec('')?.length ?? 1) - 1;

function replace(input: string, pattern: string, replacement: string, flags: string | null): string {
  const regex = regexOf(pattern, flags);
  if (new RegExp(regex.source, regex.flags.replace('g', '')).test(''))
    throw new Misfit(`a pattern that matches some text, but "${pattern}" matches none`);
  const text = flags?.includes('q') === true ? replacement.replaceAll('$', '$$$$') : replacementOf(replacement, groupsIn(regex));
  return bounded(input.replace(regex, text));
}

function split(text: string, delimiter: string): readonly string[] {
  const regex = regexOf(delimiter, null);
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '') throw new Misfit(`a delimiter that matches some text, but "${delimiter}" matches none`);
    parts.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, text.slice(start)];
}

function join(list: readonly unknown[], delimiter: unknown, prefix: unknown, suffix: unknown): string {
  const texts = list.filter((item) => item !== null).map((item) => as.text(item));
  const side = (value: unknown): string => (value === undefined || value === null ? '' : as.text(value));
  return bounded(side(prefix) + texts.join(side(delimiter)) + side(suffix));
}

/** String functions (DMN 1.5, 10.3.4.3), and three of the field beyond them. */
export const STRING_FUNCTIONS = builtIns({
  substring: signature('string: string, start position: number, length?: number', ([text, start, length]) =>
    substring(as.text(text), start, length),
  ),
  'string length': signature('string: string', ([text]) => Array.from(as.text(text)).length),
  'upper case': signature('string: string', ([text]) => as.text(text).toUpperCase()),
  'lower case': signature('string: string', ([text]) => as.text(text).toLowerCase()),
  'substring before': signature('string: string, match: string', ([text, match]) => {
    const at = as.text(text).indexOf(as.text(match));
    return at === -1 ? '' : as.text(text).slice(0, at);
  }),
  'substring after': signature('string: string, match: string', ([text, match]) => {
    const at = as.text(text).indexOf(as.text(match));
    return at === -1 ? '' : as.text(text).slice(at + as.text(match).length);
  }),
  contains: signature('string: string, match: string', ([text, match]) => as.text(text).includes(as.text(match))),
  'starts with': signature('string: string, match: string', ([text, match]) => as.text(text).startsWith(as.text(match))),
  'ends with': signature('string: string, match: string', ([text, match]) => as.text(text).endsWith(as.text(match))),
  matches: signature('input: string, pattern: string, flags?: string|null', ([input, pattern, flags]) => {
    const regex = regexOf(as.text(pattern), typeof flags === 'string' ? flags : null);
    return new RegExp(regex.source, regex.flags.replace('g', '')).test(as.text(input));
  }),
  replace: signature('input: string, pattern: string, replacement: string, flags?: string|null', ([input, pattern, replacement, flags]) =>
    replace(as.text(input), as.text(pattern), as.text(replacement), typeof flags === 'string' ? flags : null),
  ),
  split: signature('string: string, delimiter: string', ([text, delimiter]) => split(as.text(text), as.text(delimiter))),
  'string join': signature(
    'list: list, delimiter?: string|null, prefix?: string|null, suffix?: string|null',
    ([list, delimiter, prefix, suffix]) => join(as.list(list), delimiter, prefix, suffix),
  ),
  trim: signature('string: string', ([text]) => as.text(text).trim()),
  'is blank': signature('string: string', ([text]) => as.text(text).trim() === ''),
  extract: signature('input: string, pattern: string', ([input, pattern]) =>
    [...as.text(input).matchAll(regexOf(as.text(pattern), null))].map((match) => match[0]),
  ),
});
