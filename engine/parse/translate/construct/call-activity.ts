import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { hasExpression, translateTemplate } from '../expression/index.ts';
import type { Translation, Verdict } from '../translation.ts';

/** What a call activity calls and which variables go in and out. There nothing is passed that is not named; here everything is unless said otherwise. */
export function callActivity(translation: Translation, owner: XmlElement): void {
  if (owner.local !== 'callActivity' || !translation.hasForeignParts) return;
  const called = owner.attributes.find(({ name }) => name === 'calledElement');
  if (called !== undefined && hasExpression(called.value)) {
    const { value, verdict } = translation.value(called.value, 'zeebe:calledElement processId');
    if (value !== null) translation.on(owner).put('zeebe:calledElement', { processId: value });
    translation.sayExpression(owner, `calledElement="${called.value}"`, called.line, verdict);
  } else if (called !== undefined) {
    translation.on(owner).put('zeebe:calledElement', { processId: called.value.replace(/^[^:]*:/, '') });
  }
  binding(translation, owner);
  const inherit = translation.attribute(owner, 'inheritVariables');
  if (inherit !== null) translation.say(owner, inherit, { outcome: 'converted', became: `propagateAllParentVariables="${inherit.value}"` });
  const takesAll = passes(translation, owner, 'in') || inherit?.value === 'true';
  const givesAll = passes(translation, owner, 'out');
  const passing = { propagateAllParentVariables: String(takesAll), propagateAllChildVariables: String(givesAll) };
  if (!translation.on(owner).has('zeebe:calledElement') && !takesAll && !givesAll) {
    const became = 'propagateAllParentVariables="false" propagateAllChildVariables="false"';
    translation.sayExpression(owner, `calledElement="${called?.value ?? ''}"`, owner.line, { outcome: 'converted', became });
  }
  translation.on(owner).put('zeebe:calledElement', passing);
}

function binding(translation: Translation, owner: XmlElement): void {
  const type = translation.attribute(owner, 'calledElementBinding');
  const tag = translation.attribute(owner, 'calledElementVersionTag');
  const version = translation.attribute(owner, 'calledElementVersion');
  const same = translation.attribute(owner, 'sameDeployment');
  const kind = translation.attribute(owner, 'calledElementType');
  const put = (attributes: Readonly<Record<string, string>>): Verdict => {
    translation.on(owner).put('zeebe:calledElement', attributes);
    return {
      outcome: 'converted',
      became: Object.entries(attributes)
        .map(([name, value]) => `${name}="${value}"`)
        .join(' '),
    };
  };
  if (tag !== null) translation.say(owner, tag, put({ bindingType: 'versionTag', versionTag: tag.value }));
  if (type !== null) {
    const isKnown = type.value === 'latest' || type.value === 'deployment' || (type.value === 'versionTag' && tag !== null);
    const isVersion = type.value === 'version' && version !== null && /^[1-9]\d*$/.test(version.value.trim());
    translation.say(
      owner,
      type,
      isKnown
        ? put({ bindingType: type.value })
        : isVersion
          ? { outcome: 'converted', became: 'lanework:calledVersion' }
          : { outcome: 'attention', advice: 'call-version' },
    );
  }
  if (version !== null) {
    const isNumber = /^[1-9]\d*$/.test(version.value.trim());
    if (isNumber) translation.on(owner).setAttribute('calledVersion', version.value.trim());
    translation.say(
      owner,
      version,
      isNumber
        ? { outcome: 'converted', became: `lanework:calledVersion="${version.value.trim()}"` }
        : { outcome: 'attention', advice: 'call-version' },
    );
  }
  if (same !== null)
    translation.say(
      owner,
      same,
      same.value === 'true' ? put({ bindingType: 'deployment' }) : { outcome: 'converted', became: 'bindingType="latest"' },
    );
  if (kind !== null)
    translation.say(
      owner,
      kind,
      /^(?:key|bpmn)$/.test(kind.value)
        ? { outcome: 'converted', became: 'zeebe:calledElement' }
        : { outcome: 'attention', advice: kind.value === 'cmmn' ? 'case-management' : 'call-version' },
    );
}

/** Maps what is named; returns whether everything is passed. */
function passes(translation: Translation, owner: XmlElement, direction: 'in' | 'out'): boolean {
  let all = false;
  for (const element of translation.extensions(owner, direction)) {
    if (attributeOf(element, 'variables') === 'all') {
      all = true;
      translation.say(owner, element, {
        outcome: 'converted',
        became: `propagateAll${direction === 'in' ? 'Parent' : 'Child'}Variables="true"`,
      });
    } else if (attributeOf(element, 'businessKey') !== null) {
      translation.say(owner, element, { outcome: 'attention', advice: 'business-key' });
    } else translation.say(owner, element, passed(translation, owner, element, direction));
  }
  return all;
}

function passed(translation: Translation, owner: XmlElement, element: XmlElement, direction: 'in' | 'out'): Verdict {
  const target = attributeOf(element, 'target') ?? attributeOf(element, 'targetExpression');
  const name = attributeOf(element, 'source');
  const written = attributeOf(element, 'sourceExpression');
  const result = name !== null && !hasExpression(name) ? null : translateTemplate(name ?? written ?? '');
  if (target === null || hasExpression(target) || (name === null && written === null) || result?.kind === 'untranslated')
    return { outcome: 'attention', advice: 'expression' };
  const isExact = result === null || result.isExact;
  // A variable that does not exist is passed as null there; here it must not stop the call.
  const source = result === null ? `=get or else(${name ?? ''}, null)` : `=${result.feel}`;
  const side = direction === 'in' ? 'zeebe:input' : 'zeebe:output';
  translation.on(owner).putChild('zeebe:ioMapping', side, { source, target });
  const became = `${side} source="${source}" target="${target}"`;
  return isExact ? { outcome: 'converted', became } : { outcome: 'approximated', became, advice: 'check' };
}
