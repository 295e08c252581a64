import { z } from 'zod';
import { jsonObject } from './common.ts';

const localized = z.object({
  en: z.string(), es: z.string().exactOptional(), cs: z.string().exactOptional(), ru: z.string().exactOptional(), ka: z.string().exactOptional(),
}).readonly();

/** An operation of a module as the designer sees it. Schemas are JSON Schema 2020-12. */
export const operation = z.object({
  topic: z.string(), title: localized, description: localized, icon: z.string(), inputSchema: jsonObject, outputSchema: jsonObject,
  errors: z.array(z.object({ code: z.string(), title: localized }).readonly()).readonly(), compensation: z.string().nullable(), transactional: z.boolean(),
}).readonly().meta({ id: 'Operation' });
export const elementTemplates = z.array(jsonObject).readonly();
