import { attributeValue } from './attribute-value.ts';
import { doctype } from './doctype.ts';
import { emptyFile } from './empty-file.ts';
import { encoding } from './encoding.ts';
import { entity } from './entity.ts';
import { idMissing } from './id-missing.ts';
import { illegalId } from './illegal-id.ts';
import { namespace } from './namespace.ts';
import { notWellFormed } from './not-well-formed.ts';
import { repeatedElement } from './repeated-element.ts';
import { rootElement } from './root-element.ts';
import { tooDeep } from './too-deep.ts';
import { tooLarge } from './too-large.ts';
import { tooLongAttribute } from './too-long-attribute.ts';
import { tooManyAttributes } from './too-many-attributes.ts';
import { tooManyElements } from './too-many-elements.ts';
import type { XmlRule } from './xml-rule.ts';

/** A file that breaks one of these is not parsed at all. */
export const RULES_BEFORE_PARSING: readonly XmlRule[] = [
  tooLarge,
  emptyFile,
  encoding,
  doctype,
  notWellFormed,
  tooManyElements,
  tooDeep,
  tooManyAttributes,
  rootElement,
];

/** What the text says and the elements that are read from it no longer tell. */
export const RULES_OF_THE_TEXT: readonly XmlRule[] = [
  entity,
  namespace,
  illegalId,
  idMissing,
  repeatedElement,
  attributeValue,
  tooLongAttribute,
];

export type { Dialect, XmlRuleInput } from './xml-rule.ts';
