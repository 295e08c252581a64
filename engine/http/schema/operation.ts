import { z } from 'zod';
import { jsonObject, localized } from './common.ts';

/** An operation of a module as the designer sees it. Schemas are JSON Schema 2020-12. */
export const operation = z
  .object({
    topic: z.string(),
    title: localized,
    description: localized,
    icon: z.string(),
    inputSchema: jsonObject,
    outputSchema: jsonObject,
    errors: z.array(z.object({ code: z.string(), title: localized }).readonly()).readonly(),
    compensation: z.string().nullable(),
    transactional: z.boolean(),
  })
  .readonly()
  .meta({ id: 'Operation' });
export const elementTemplates = z.array(jsonObject).readonly();
