import { z } from 'zod';
import { EVERY_PROCESS } from '../../port/retention-store.ts';
import { instant, MAX_NAME_LENGTH, person } from './common.ts';

/** A century; longer is for ever. */
const MAX_DAYS = 36_500;
const MAX_REASON_LENGTH = 2_000;

const days = z.int().min(0).max(MAX_DAYS).nullable().describe('Days after the end; null for ever.');
const isInherited = z.boolean().describe('True: as for every process.');

export const retentionParams = z.strictObject({
  processId: z
    .string()
    .min(1)
    .max(MAX_NAME_LENGTH)
    .regex(/^(?:\*|[\p{L}_][\p{L}\p{N}._-]*)$/u, 'Expected the id of a process, or "*".')
    .describe(`Id of a process; "${EVERY_PROCESS}" for every process without a setting of its own.`),
});

export const retentionBody = z
  .strictObject({ isInherited: z.boolean().default(false), days })
  .refine((rule) => !rule.isInherited || rule.days === null, 'Expected days to be null where the rule for every process counts.');

export const retention = z
  .object({
    every: z.object({ days }).readonly(),
    processes: z
      .array(
        z
          .object({
            processId: z.string(),
            name: z.string().nullable(),
            isInherited,
            days,
            ended: z.int().describe('Ended process instances, counted up to 10,000.'),
          })
          .readonly(),
      )
      .readonly(),
    changes: z.array(z.object({ processId: z.string(), isInherited, days, setAt: instant, setBy: person }).readonly()).readonly(),
    removals: z
      .array(
        z
          .object({
            sequence: z.int(),
            removedAt: instant,
            month: z.string().nullable().describe('First day of a month that went as a whole.'),
            trees: z.int(),
            journalRows: z.int(),
            kept: z.int().describe('Process instances of the month that had to stay.'),
            digest: z.string().describe('SHA-256 over the removed call trees.'),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Retention' });

export const legalHoldBody = z.strictObject({ reason: z.string().trim().min(1).max(MAX_REASON_LENGTH) });

export const legalHold = z
  .object({ hold: z.object({ reason: z.string(), setAt: instant, setBy: person }).readonly().nullable() })
  .readonly()
  .meta({ id: 'LegalHold' });
