import type { XmlElement } from '../xml/tree.ts';

/** Namespace of BPMN 2.0 (BPMN 2.0.2, 15.3.1). */
export const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const DIAGRAM = 'http://www.omg.org/spec/BPMN/20100524/DI';

export const isBpmn = (element: XmlElement): boolean => element.namespace === BPMN;
export const isDiagram = (element: XmlElement): boolean => element.namespace === DIAGRAM;

/** The prefix for BPMN elements inside the element, with its colon; empty where BPMN is the default namespace. */
export function bpmnPrefix(element: XmlElement): string {
  const prefixes = [...element.namespaces].filter(([, namespace]) => namespace === BPMN).map(([prefix]) => prefix);
  const prefix = prefixes.includes('') ? '' : prefixes[0];
  return prefix === undefined || prefix === '' ? '' : `${prefix}:`;
}
