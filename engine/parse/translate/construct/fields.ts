import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import type { Translation } from '../translation.ts';

/** An injected field: its name, its value as written, and whether the value is an expression. */
interface Field {
  readonly element: XmlElement;
  readonly name: string;
  readonly source: string;
}

function fieldsOf(translation: Translation, carrier: XmlElement): readonly Field[] {
  return translation.extensions(carrier, 'field').map((element) => ({
    element,
    name: attributeOf(element, 'name') ?? '',
    source: attributeOf(element, 'stringValue') ?? attributeOf(element, 'expression') ?? element.children[0]?.text.trim() ?? '',
  }));
}

/** Fields of a Java class: fixed texts become headers of the job; an expression becomes a header with its FEEL, which the worker may ask for. */
export function fieldsAsHeaders(translation: Translation, owner: XmlElement, carrier: XmlElement): void {
  for (const { element, name, source } of fieldsOf(translation, carrier)) {
    const { value, verdict } = translation.value(source, `zeebe:header ${name}`);
    if (value !== null) translation.on(owner).putChild('zeebe:taskHeaders', 'zeebe:header', { key: name, value });
    // A header is passed on as it is: FEEL in it is not evaluated.
    translation.say(owner, element, value?.startsWith('=') === true ? { ...verdict, outcome: 'attention', advice: 'job-worker' } : verdict);
  }
}

/** Fields of a mail, HTTP or other system task: inputs of the job. */
export function fieldsAsInputs(translation: Translation, owner: XmlElement, carrier: XmlElement): void {
  for (const { element, name, source } of fieldsOf(translation, carrier)) {
    const { value, verdict } = translation.value(source, `zeebe:input ${name}`);
    if (value !== null) {
      const literal = value.startsWith('=') ? value : `="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
      translation.on(owner).putChild('zeebe:ioMapping', 'zeebe:input', { source: literal, target: name });
    }
    translation.say(owner, element, verdict);
  }
}
