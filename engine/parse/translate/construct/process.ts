import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import type { Translation } from '../translation.ts';

/** Who may start a process, its version tag, and properties of any element. */
export function processAttributes(translation: Translation, owner: XmlElement): void {
  for (const block of translation.extensions(owner, 'properties')) {
    for (const property of block.children) {
      const [name, value] = [attributeOf(property, 'name') ?? attributeOf(property, 'id'), attributeOf(property, 'value')];
      if (name !== null) translation.on(owner).putChild('zeebe:properties', 'zeebe:property', { name, value: value ?? '' });
      translation.say(owner, property, { outcome: 'converted', became: `zeebe:property name="${name ?? ''}"` });
    }
    translation.say(owner, block, { outcome: 'converted', became: 'zeebe:properties' });
  }
  if (owner.local !== 'process') return;
  const groups = translation.attribute(owner, 'candidateStarterGroups');
  if (groups !== null) {
    translation.on(owner).setAttribute('candidateStarterGroups', groups.value);
    translation.say(owner, groups, { outcome: 'converted', became: `lanework:candidateStarterGroups="${groups.value}"` });
  }
  const tag = translation.attribute(owner, 'versionTag');
  if (tag !== null) {
    translation.on(owner).put('zeebe:versionTag', { value: tag.value });
    translation.say(owner, tag, { outcome: 'converted', became: `zeebe:versionTag value="${tag.value}"` });
  }
}
