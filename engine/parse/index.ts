export { decodeXml } from './decode-xml.ts';
export { parseBpmn } from './parse-bpmn.ts';
export type { ParseResult } from './parse-bpmn.ts';
export { laneworkModdle } from './lanework-moddle.ts';
export { RULES } from './validate/index.ts';
export { RULE_CATALOGUE } from './rule-catalogue.ts';
export type { OperationCatalogue, OperationSummary, Rule, RuleDescription } from './validate/rule.ts';
export { parseDmn } from './dmn/parse-dmn.ts';
export type { DmnParseResult } from './dmn/parse-dmn.ts';
