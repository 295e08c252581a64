import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { hasExpression, translateTemplate } from '../expression/index.ts';
import { isFeelName } from '../expression/feel.ts';
import type { Translation } from '../translation.ts';

/** Collection and element of a multi-instance activity. Cardinality and completion condition are texts of BPMN, see `expressions.ts`. */
export function multiInstance(translation: Translation, owner: XmlElement): void {
  if (owner.local !== 'multiInstanceLoopCharacteristics') return;
  const collection = translation.attribute(owner, 'collection') ?? translation.attribute(owner, 'collectionString');
  const element = translation.attribute(owner, 'elementVariable');
  if (collection !== null) translation.say(owner, collection, collectionVerdict(translation, owner, collection.value));
  for (const written of translation.extensions(owner, 'collection')) {
    translation.say(owner, written, { outcome: 'attention', advice: 'collection-handler' });
  }
  if (element !== null) {
    translation.on(owner).put('zeebe:loopCharacteristics', { inputElement: element.value });
    translation.say(owner, element, { outcome: 'converted', became: `zeebe:loopCharacteristics inputElement="${element.value}"` });
  }
  index(translation, owner);
}

function collectionVerdict(translation: Translation, owner: XmlElement, source: string) {
  const result = hasExpression(source) ? translateTemplate(source) : null;
  const feel = result === null ? (isFeelName(source) ? source : null) : result.kind === 'translated' ? result.feel : null;
  if (feel === null) return { outcome: 'attention', advice: 'collection-handler' } as const;
  translation.on(owner).put('zeebe:loopCharacteristics', { inputCollection: `=${feel}` });
  const became = `zeebe:loopCharacteristics inputCollection="=${feel}"`;
  return result?.kind === 'translated' && !result.isExact
    ? ({ outcome: 'approximated', became, advice: 'check' } as const)
    : ({ outcome: 'converted', became } as const);
}

/** Flowable's variable for the position in the collection, counted from 0. */
function index(translation: Translation, owner: XmlElement): void {
  const variable = translation.attribute(owner, 'elementIndexVariable');
  const activity = owner.parent;
  if (variable === null || activity === null || attributeOf(activity, 'id') === null) return;
  translation.on(activity).putChild('zeebe:ioMapping', 'zeebe:input', { source: '=loopCounter - 1', target: variable.value });
  translation.say(owner, variable, { outcome: 'converted', became: `zeebe:input source="=loopCounter - 1" target="${variable.value}"` });
}
