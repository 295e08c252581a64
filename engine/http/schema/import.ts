import { z } from 'zod';
import { checkBody, finding, resource } from './definition.ts';

const outcome = z.enum(['converted', 'approximated', 'attention', 'dropped']);
const count = z.number().int();

/** What became of one attribute, element or expression of another engine. */
const importEntry = z
  .object({
    element: z.string().nullable(),
    name: z.string().nullable(),
    line: z.number().int(),
    dialect: z.enum(['camunda', 'operaton', 'flowable', 'activiti']),
    kind: z.enum(['attribute', 'element', 'expression']),
    original: z.string(),
    outcome,
    became: z.string().nullable(),
    advice: z.string().nullable(),
    mend: z.string().nullable(),
    isPart: z.boolean(),
    isRefused: z.boolean(),
  })
  .readonly()
  .meta({ id: 'ImportEntry' });

const importReport = z
  .object({
    /** File that the report is about. */
    resource: z.string(),
    dialects: z.array(z.string()).readonly(),
    entries: z.array(importEntry).readonly(),
    counts: z.object({ converted: count, approximated: count, attention: count, dropped: count }).readonly(),
  })
  .readonly()
  .meta({ id: 'ImportReport' });

export const importBody = checkBody;
export const importAnswer = z
  .object({
    /** The files that came in, diagrams translated, and the forms that were made. */
    resources: z.array(resource).readonly(),
    /** One report per diagram that holds anything of another engine. */
    reports: z.array(importReport).readonly(),
    findings: z.array(finding).readonly(),
  })
  .readonly()
  .meta({ id: 'Import' });
