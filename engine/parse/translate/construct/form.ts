import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { isForeign } from '../dialects.ts';
import { hasExpression } from '../expression/index.ts';
import type { Translation } from '../translation.ts';
import { formComponents } from './form-fields.ts';

/** Version of the form-js schema that generated forms are written in. */
const SCHEMA_VERSION = 18;

/** Forms of user tasks and start events: by key, by reference, or made of fields in the diagram. */
export function form(translation: Translation, owner: XmlElement): void {
  if (owner.local !== 'userTask' && owner.local !== 'startEvent') return;
  formReference(translation, owner);
  formKey(translation, owner);
  formFields(translation, owner);
}

function formReference(translation: Translation, owner: XmlElement): void {
  const reference = translation.attribute(owner, 'formRef');
  if (reference !== null) {
    const { value, verdict } = translation.value(reference.value, 'zeebe:formDefinition formId');
    if (value !== null) translation.on(owner).put('zeebe:formDefinition', { formId: value });
    translation.say(owner, reference, verdict);
  }
  for (const name of ['formRefBinding', 'formRefVersion']) {
    const attribute = translation.attribute(owner, name);
    if (attribute === null) continue;
    const isOurs = attribute.value === 'latest' || attribute.value === 'deployment';
    translation.say(
      owner,
      attribute,
      isOurs ? { outcome: 'converted', became: 'zeebe:formDefinition' } : { outcome: 'attention', advice: 'call-version' },
    );
  }
}

/** `camunda-forms:deployment:loan.form` names a form-js file; a plain key is taken for a form's id; pages of an application are not ours to show. */
function formKey(translation: Translation, owner: XmlElement): void {
  const key = translation.attribute(owner, 'formKey');
  if (key === null) return;
  const file = /^camunda-forms:(?:deployment|app)?:?\/?(?:.*\/)?([\w.-]+?)(?:\.form)?$/.exec(key.value);
  const isPage = /^(?:embedded|app|http|https):|\.html?$|^\//.test(key.value) || hasExpression(key.value);
  if (isPage) {
    translation.say(owner, key, { outcome: 'attention', advice: 'form' });
    return;
  }
  const formId = file?.[1] ?? key.value;
  translation.on(owner).put('zeebe:formDefinition', { formId });
  const became = `zeebe:formDefinition formId="${formId}"`;
  translation.say(owner, key, file === null ? { outcome: 'approximated', became, advice: 'form' } : { outcome: 'converted', became });
}

/** `formData` with `formField`s, or `formProperty` elements: a form-js form under the id of the element. */
function formFields(translation: Translation, owner: XmlElement): void {
  const data = translation.extensions(owner, 'formData');
  const fields = [
    ...data.flatMap((element) => element.children.filter((child) => child.local === 'formField' && isForeign(child))),
    ...translation.extensions(owner, 'formProperty'),
  ];
  if (fields.length === 0) return;
  const formId = `${attributeOf(owner, 'id') ?? 'element'}-form`;
  const components = fields.map((field, index) => formComponents(translation, owner, field, index));
  for (const element of data) {
    translation.say(owner, element, { outcome: 'converted', became: `${formId}.form`, advice: 'form-generated' });
    const businessKey = attributeOf(element, 'businessKey');
    if (businessKey !== null)
      translation.sayExpression(owner, `businessKey="${businessKey}"`, element.line, { outcome: 'attention', advice: 'business-key' });
  }
  if (translation.on(owner).willHave('zeebe:formDefinition') && !translation.on(owner).has('zeebe:formDefinition')) return;
  translation.on(owner).put('zeebe:formDefinition', { formId });
  const content = { id: formId, type: 'default', schemaVersion: SCHEMA_VERSION, components };
  translation.forms.push({ formId, content: `${JSON.stringify(content, null, 2)}\n` });
}
