import type { XmlAttribute, XmlElement } from '../../xml/tree.ts';
import { hasExpression, translateTemplate } from '../expression/index.ts';
import type { Translation } from '../translation.ts';

/** People, dates and priority of a user task. */
export function userTask(translation: Translation, owner: XmlElement): void {
  if (owner.local !== 'userTask') return;
  assignee(translation, owner);
  candidates(translation, owner, 'candidateUsers');
  candidates(translation, owner, 'candidateGroups');
  moment(translation, owner, 'dueDate');
  moment(translation, owner, 'followUpDate');
  const priority = translation.attribute(owner, 'priority');
  if (priority === null) return;
  const { value, verdict } = translation.value(priority.value, 'zeebe:priorityDefinition priority');
  if (value !== null) translation.on(owner).put('zeebe:priorityDefinition', { priority: value });
  translation.say(owner, priority, verdict);
}

function assignee(translation: Translation, owner: XmlElement): void {
  const attribute = translation.attribute(owner, 'assignee');
  if (attribute === null) return;
  const { value, verdict } = translation.value(attribute.value, 'zeebe:assignmentDefinition assignee');
  if (value !== null) translation.on(owner).put('zeebe:assignmentDefinition', { assignee: value });
  translation.say(owner, attribute, verdict);
}

/** A list of names, of expressions, or of both. */
function candidates(translation: Translation, owner: XmlElement, name: 'candidateUsers' | 'candidateGroups'): void {
  const attribute = translation.attribute(owner, name);
  if (attribute === null) return;
  const { value, isExact } = listValue(attribute);
  if (value === null) {
    translation.say(owner, attribute, { outcome: 'attention', advice: 'expression' });
    return;
  }
  translation.on(owner).put('zeebe:assignmentDefinition', { [name]: value });
  const became = `zeebe:assignmentDefinition ${name}="${value}"`;
  translation.say(owner, attribute, isExact ? { outcome: 'converted', became } : { outcome: 'approximated', became, advice: 'check' });
}

function listValue({ value }: XmlAttribute): { readonly value: string | null; readonly isExact: boolean } {
  if (!hasExpression(value)) return { value, isExact: true };
  const whole = /^\s*[$#]\{[^{}]*\}\s*$/.test(value) ? [value] : value.split(/,(?![^{]*\})/).map((item) => item.trim());
  const translated = whole.map((item) => (hasExpression(item) ? translateTemplate(item) : item));
  if (translated.some((item) => typeof item !== 'string' && item.kind === 'untranslated')) return { value: null, isExact: true };
  const texts = translated.map((item) => (typeof item === 'string' ? `"${item}"` : item.kind === 'translated' ? item.feel : ''));
  const isExact = translated.every((item) => typeof item === 'string' || (item.kind === 'translated' && item.isExact));
  // One expression may give a name or a list; several items are joined to one list.
  return { value: texts.length === 1 ? `=${texts[0] ?? ''}` : `=flatten([${texts.join(', ')}])`, isExact };
}

/** A date, an expression, or a duration from now on. */
function moment(translation: Translation, owner: XmlElement, name: 'dueDate' | 'followUpDate'): void {
  const attribute = translation.attribute(owner, name);
  if (attribute === null) return;
  if (attribute.value.trim().startsWith('P')) {
    const value = `=now() + duration("${attribute.value.trim()}")`;
    translation.on(owner).put('zeebe:taskSchedule', { [name]: value });
    translation.say(owner, attribute, { outcome: 'converted', became: `zeebe:taskSchedule ${name}="${value}"` });
    return;
  }
  const { value, verdict } = translation.value(attribute.value, `zeebe:taskSchedule ${name}`);
  if (value !== null) translation.on(owner).put('zeebe:taskSchedule', { [name]: value });
  translation.say(owner, attribute, verdict);
}
