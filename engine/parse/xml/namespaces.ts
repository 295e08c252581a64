import type { RawElement } from '../xml-scan.ts';

export const BPMN_NAMESPACE = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
export const ZEEBE_NAMESPACE = 'http://camunda.org/schema/zeebe/1.0';
export const LANEWORK_NAMESPACE = 'https://lanework.dev/schema/1.0';

/** Namespaces of DMN 1.1 to 1.5. */
export const DMN_NAMESPACE =
  /^(?:http:\/\/www\.omg\.org\/spec\/DMN\/(?:20151101\/dmn\.xsd|20180521\/MODEL\/)|https:\/\/www\.omg\.org\/spec\/DMN\/(?:20191111|20211108|20230324|20240513)\/MODEL\/)$/;

/** Name of an element or attribute without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

/** Namespace that a prefix stands for at an element; null when nothing declares it. The prefix `''` is the default namespace. */
export function namespaceOfPrefix(element: RawElement, prefix: string): string | null {
  const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  for (let current: RawElement | null = element; current !== null; current = current.parent) {
    const found = current.attributes.find(({ name }) => name === declaration);
    if (found !== undefined) return found.value.trim();
  }
  return null;
}

/** Namespace of an element; null when it has none. */
export const namespaceOf = (element: RawElement): string | null => namespaceOfPrefix(element, prefixOf(element.name));
