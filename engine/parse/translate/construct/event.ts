import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { hasExpression } from '../expression/index.ts';
import type { Translation, Verdict } from '../translation.ts';

/** Variables that a catching event gives to the code and message of what it caught: `errorCodeVariable` and its relatives. */
const CAUGHT: Readonly<Record<string, string>> = {
  errorCodeVariable: 'errorCode',
  errorMessageVariable: 'errorMessage',
  errorVariableName: 'errorCode',
};

/** Messages, signals, errors and escalations. */
export function event(translation: Translation, owner: XmlElement): void {
  names(translation, owner);
  if (owner.local === 'errorEventDefinition') caughtVariables(translation, owner);
  const escalation = translation.attribute(owner, 'escalationCodeVariable');
  if (escalation !== null) translation.say(owner, escalation, { outcome: 'attention', advice: 'error-variable' });
  if (owner.local === 'signalEventDefinition') {
    for (const element of translation.extensions(owner, 'in'))
      translation.say(owner, element, { outcome: 'attention', advice: 'signal-variables' });
    const scope = translation.attribute(owner, 'signalExpression');
    if (scope !== null) translation.say(owner, scope, { outcome: 'attention', advice: 'expression' });
  }
}

/** Names and codes with expressions in them. */
function names(translation: Translation, owner: XmlElement): void {
  const local = { message: 'name', signal: 'name', error: 'errorCode', escalation: 'escalationCode' }[owner.local];
  const attribute = local === undefined ? undefined : owner.attributes.find(({ name }) => name === local);
  if (attribute === undefined || !hasExpression(attribute.value)) return;
  const { value, verdict } = translation.value(attribute.value, attribute.name);
  if (value !== null) translation.replaceValue(owner, attribute, value);
  translation.sayExpression(owner, `${attribute.name}="${attribute.value}"`, attribute.line, verdict);
}

function caughtVariables(translation: Translation, definition: XmlElement): void {
  const catcher = definition.parent;
  if (catcher === null) return;
  for (const [name, variable] of Object.entries(CAUGHT)) {
    const attribute = translation.attribute(definition, name);
    if (attribute === null) continue;
    const source = `=get or else(${variable}, null)`;
    const isSame = attribute.value === variable;
    if (!isSame && attributeOf(catcher, 'id') !== null)
      translation.on(catcher).putChild('zeebe:ioMapping', 'zeebe:output', { source, target: attribute.value });
    const verdict: Verdict = isSame
      ? { outcome: 'converted', became: variable }
      : { outcome: 'approximated', became: `zeebe:output source="${source}" target="${attribute.value}"`, advice: 'output-only' };
    translation.say(definition, attribute, verdict);
  }
}
