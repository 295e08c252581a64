import { XML_LIMITS } from '../xml-scan.ts';
import { namespaceOf } from './namespaces.ts';
import { aboutLine, aboutRaw, lineAt } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

const MEND = 'Open the file in a modeler and save it again.';

/** Position of text before the first or after the last tag; null without such text. A file without any tag is left to the reader. */
function textAround(xml: string): number | null {
  const start = xml.search(/[^\s\uFEFF]/);
  if (start === -1 || !xml.includes('<')) return null;
  if (xml[start] !== '<') return start;
  const after = xml.lastIndexOf('>') + 1;
  const rest = xml.slice(after).search(/\S/);
  return rest === -1 ? null : after + rest;
}

/** Whether the text holds a control character that XML does not allow; tab and line breaks are allowed (XML 1.0, 2.2). */
function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
  }
  return false;
}

/** What can be told without a parser; the reader reports under the same rule what it cannot read. */
export const notWellFormed: XmlRule = {
  id: 'not-well-formed',
  severity: 'error',
  section: 'XML 1.0, 2.1',
  statement: 'A file is well-formed XML.',
  check: (input) => {
    const { scan } = input;
    if (scan.unfinishedLine !== null)
      return [
        aboutLine(input, 'not-well-formed', scan.unfinishedLine, {
          expected: 'every tag, comment and quoted value to end',
          found: 'one that begins here and never ends',
          mend: MEND,
        }),
      ];
    if (scan.malformedAttributes > XML_LIMITS.malformedAttributes)
      return [
        aboutLine(input, 'not-well-formed', 1, {
          expected: 'attributes written name="value", each once and with a declared prefix',
          found: `${scan.malformedAttributes} that are not`,
          mend: MEND,
        }),
      ];
    const control = scan.elements.find(({ attributes }) => attributes.some(({ value }) => value.includes('<') || hasControl(value)));
    const undeclared = scan.elements.find((element) => element.name.includes(':') && namespaceOf(element) === null);
    const around = textAround(input.xml);
    const second = scan.elements.slice(1).find(({ parent }) => parent === null);
    return [
      ...(control === undefined
        ? []
        : [
            aboutRaw(input, 'not-well-formed', control, {
              expected: 'values without "<" and control characters',
              found: 'one with such a character',
              mend: 'Write "<" as "&lt;"; remove the control character.',
            }),
          ]),
      ...(undeclared === undefined
        ? []
        : [
            aboutRaw(input, 'not-well-formed', undeclared, {
              expected: `a declaration of the prefix of <${undeclared.name}>`,
              found: 'none',
              mend: 'Declare the namespace of the prefix at the root element.',
            }),
          ]),
      ...(around === null
        ? []
        : [
            aboutLine(input, 'not-well-formed', lineAt(input.xml, around), {
              expected: 'no text outside of the root element',
              found: `"${input.xml.slice(around, around + 20).trim()}"`,
              mend: 'Remove the text before or after the root element.',
            }),
          ]),
      ...(second === undefined
        ? []
        : [
            aboutRaw(input, 'not-well-formed', second, {
              expected: 'one root element',
              found: `a second one, <${second.name}>`,
              mend: MEND,
            }),
          ]),
    ];
  },
};
