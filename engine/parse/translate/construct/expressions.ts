import { isBpmn } from '../../interchange/namespaces.ts';
import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { hasExpression, translateCode, translateTemplate } from '../expression/index.ts';
import type { Translation } from '../translation.ts';

/** Elements of BPMN whose text is an expression, and those among them that decide where a token goes. */
const EXPRESSIONS: ReadonlySet<string> = new Set([
  'conditionExpression',
  'condition',
  'completionCondition',
  'loopCondition',
  'activationCondition',
  'loopCardinality',
  'timeDate',
  'timeDuration',
  'timeCycle',
  'formalExpression',
]);
const CONDITIONS = /condition/i;
/** Languages of conditions that are read as if they stood in `${...}`. */
const SCRIPTED = /^(?:groovy|javascript|ecmascript|js)$/i;

/** Conditions, cardinalities and timers: `${...}` gives way to FEEL, the original stays in an attribute. */
export function expressions(translation: Translation, owner: XmlElement): void {
  if (!isBpmn(owner) || !EXPRESSIONS.has(owner.local)) return;
  const source = owner.text.trim();
  const language = attributeOf(owner, 'language')?.trim() ?? '';
  const resource = translation.attribute(owner, 'resource');
  const isCondition = CONDITIONS.test(owner.local);
  if (resource !== null) {
    translation.say(owner, resource, { outcome: 'attention', advice: 'condition-resource', isRefused: isCondition });
    return;
  }
  const isScript = SCRIPTED.test(language) && !hasExpression(source);
  if (source === '' || (!isScript && !hasExpression(source))) return;
  const result = isScript ? translateCode(source.replace(/^return\s+/, '').replace(/;$/, '')) : translateTemplate(source);
  if (result.kind === 'untranslated') {
    translation.sayExpression(owner, source, owner.line, {
      outcome: 'attention',
      advice: isCondition ? 'gateway' : 'expression',
      isRefused: true,
    });
    return;
  }
  const became = `=${result.feel}`;
  translation.replaceText(owner, became);
  translation.sayExpression(
    owner,
    source,
    owner.line,
    result.isExact ? { outcome: 'converted', became } : { outcome: 'approximated', became, advice: 'check' },
  );
}
