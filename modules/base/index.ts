/** What business modules have in common: the columns of every record and the words to describe fields and refusals. Not a module itself. */
export { COMMON_COLUMNS, DEFAULT_COMPANY_ID } from './common-columns.ts';
export { commonProperties } from './common-properties.ts';
export { describeFields, EDITED, LISTED, LISTED_AND_EDITED, READERS, REQUIRED } from './field.ts';
export { declareRefusals } from './refusal.ts';
