import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { isForeign } from '../dialects.ts';
import { hasExpression, translateCode, translateTemplate } from '../expression/index.ts';
import type { ExpressionTranslation } from '../expression/index.ts';
import { textLiteral } from '../expression/feel.ts';
import type { Translation } from '../translation.ts';

const DEPTH_LIMIT = 20;
const exact = (feel: string): ExpressionTranslation => ({ kind: 'translated', feel, isExact: true, isText: false });

function joined(parts: readonly ExpressionTranslation[], write: (feels: readonly string[]) => string): ExpressionTranslation {
  const failed = parts.find((part) => part.kind === 'untranslated');
  if (failed !== undefined) return failed;
  const feels = parts.map((part) => (part.kind === 'translated' ? part.feel : ''));
  return {
    kind: 'translated',
    feel: write(feels),
    isExact: parts.every((part) => part.kind === 'translated' && part.isExact),
    isText: false,
  };
}

const scriptOf = (element: XmlElement): ExpressionTranslation =>
  attributeOf(element, 'resource') === null ? translateCode(element.text.trim()) : { kind: 'untranslated', obstacle: 'a script in a file' };

/** The value of a parameter: text, expression, list, map or script, to any depth. */
function valueOf(element: XmlElement, depth = 0): ExpressionTranslation {
  if (depth > DEPTH_LIMIT) return { kind: 'untranslated', obstacle: 'too deep' };
  const inner = element.children.find((child) => isForeign(child));
  switch (inner?.local) {
    case 'list':
      return joined(
        inner.children.map((item) => (item.local === 'script' ? scriptOf(item) : valueOf(item, depth + 1))),
        (feels) => `[${feels.join(', ')}]`,
      );
    case 'map':
      return joined(
        inner.children.map((entry) => valueOf(entry, depth + 1)),
        (feels) =>
          `{${feels.map((feel, index) => `${textLiteral(attributeOf(inner.children[index] ?? inner, 'key') ?? '').text}: ${feel}`).join(', ')}}`,
      );
    case 'script':
      return scriptOf(inner);
    default:
      return inner === undefined ? textValue(element.text.trim()) : { kind: 'untranslated', obstacle: inner.local };
  }
}

/** An expression, or a fixed text. */
const textValue = (text: string): ExpressionTranslation => (hasExpression(text) ? translateTemplate(text) : exact(textLiteral(text).text));

/** `inputOutput` of a task, event, sub-process or connector: mappings of variables. */
export function inputOutput(translation: Translation, owner: XmlElement): void {
  const carriers = [owner, ...owner.children.filter((child) => child.local === 'messageEventDefinition')];
  const blocks = carriers.flatMap((carrier) => [
    ...translation.extensions(carrier, 'inputOutput'),
    ...translation.extensions(carrier, 'connector').flatMap((element) => element.children.filter((child) => child.local === 'inputOutput')),
  ]);
  for (const block of blocks) {
    for (const parameter of block.children) map(translation, owner, parameter);
    translation.say(owner, block, { outcome: 'converted', became: 'zeebe:ioMapping' });
  }
}

function map(translation: Translation, owner: XmlElement, parameter: XmlElement): void {
  const side = parameter.local === 'inputParameter' ? 'zeebe:input' : 'zeebe:output';
  const target = attributeOf(parameter, 'name') ?? '';
  const result = valueOf(parameter);
  if (result.kind === 'untranslated' || target === '') {
    translation.say(owner, parameter, { outcome: 'attention', advice: 'expression' });
    return;
  }
  const source = `=${result.feel}`;
  translation.on(owner).putChild('zeebe:ioMapping', side, { source, target });
  const became = `${side} source="${source}" target="${target}"`;
  if (side === 'zeebe:output') translation.say(owner, parameter, { outcome: 'approximated', became, advice: 'output-only' });
  else
    translation.say(
      owner,
      parameter,
      result.isExact ? { outcome: 'converted', became } : { outcome: 'approximated', became, advice: 'check' },
    );
}
