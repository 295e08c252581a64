import type { XmlElement } from '../xml/tree.ts';

/** Engines whose execution attributes are translated. */
export type Dialect = 'camunda' | 'operaton' | 'flowable' | 'activiti';

/** Namespaces of their attributes and elements. What modelers note about themselves in other namespaces says nothing about execution. */
export const DIALECTS: Readonly<Record<string, Dialect>> = {
  'http://camunda.org/schema/1.0/bpmn': 'camunda',
  'http://activiti.org/bpmn': 'activiti',
  'http://flowable.org/bpmn': 'flowable',
  'http://operaton.org/schema/1.0/bpmn': 'operaton',
};

export const ZEEBE = 'http://camunda.org/schema/zeebe/1.0';
export const LANEWORK = 'https://lanework.dev/schema/1.0';

/** The dialect of a namespace; null for every other namespace. */
export const dialectOf = (namespace: string): Dialect | null => (Object.hasOwn(DIALECTS, namespace) ? (DIALECTS[namespace] ?? null) : null);

export const isForeign = (element: XmlElement): boolean => dialectOf(element.namespace) !== null;

/** Whether a text can hold anything to translate; cheap, so that other files are not read twice. */
export const mentionsDialect = (xml: string): boolean => Object.keys(DIALECTS).some((namespace) => xml.includes(namespace));
