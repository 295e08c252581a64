import { z } from 'zod';
import { asElementId, asElementInstanceId } from '../../model/index.ts';
import type { Instruction, Placement, TokenPlace, TokenSelection } from '../../model/index.ts';
import { MAX_BATCH } from '../../port/repair.ts';
import { jsonObject, name, strings, uuid } from './common.ts';

/** Most instructions of one modification, as the kernel says. */
const MAX_INSTRUCTIONS = 500;
const MAX_VARIABLE_SCOPES = 50;
const MAX_MAPPING = 5_000;

const localId = z.string().regex(/^\d{1,12}$/u, 'Expected a number within the instance.');
const definitionId = z.string().min(1).max(400);

const place = z.union([z.strictObject({ before: name }), z.strictObject({ after: name }), z.strictObject({ flow: name })]);
const selection = z.union([
  z.strictObject({ elementId: name }),
  z.strictObject({ elementInstanceId: localId }),
  z.strictObject({ tokenId: localId }),
]);
const placement = {
  place,
  ancestorScopeId: localId.nullish(),
  loopInstance: z.boolean().default(false),
  variables: z
    .array(z.strictObject({ elementId: name.nullish(), variables: jsonObject }))
    .max(MAX_VARIABLE_SCOPES)
    .default([]),
};
const instruction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), ...placement }),
  z.strictObject({ kind: z.literal('move'), from: selection, ...placement }),
  z.strictObject({ kind: z.literal('cancel'), from: selection }),
]);

export const modifyBody = z.strictObject({ instructions: z.array(instruction).min(1).max(MAX_INSTRUCTIONS) });

const migration = {
  definitionId,
  mapping: z
    .record(name, name.nullable())
    .refine((entries) => Object.keys(entries).length <= MAX_MAPPING, `Expected at most ${MAX_MAPPING} entries.`)
    .default({}),
  rebuildEvents: z.boolean().default(false),
};
export const migrateBody = z.strictObject(migration);
export const migrationsBody = z.strictObject({ ...migration, instanceIds: z.array(uuid).min(1).max(MAX_BATCH) });

const problem = z
  .object({ code: z.string(), message: z.string(), elementId: z.string().nullable(), index: z.number().int().nullable() })
  .readonly()
  .meta({ id: 'RepairProblem' });
const problems = z.array(problem).readonly();

export const modificationPreview = z
  .object({
    problems,
    entered: strings,
    cancelled: strings,
    status: z.enum(['active', 'suspended', 'completed', 'terminated', 'cancelled']),
  })
  .readonly()
  .meta({ id: 'ModificationPreview' });

export const migrationPreview = z
  .object({
    mapping: z.record(z.string(), z.string()).readonly(),
    problems,
    changes: z
      .array(
        z
          .object({
            subject: z.enum([
              'element',
              'token',
              'compensation',
              'task',
              'job',
              'timer',
              'message',
              'signal',
              'condition',
              'calledInstance',
            ]),
            id: z.string().nullable(),
            elementId: z.string().nullable(),
            targetElementId: z.string().nullable(),
            change: z.enum(['kept', 'rebuilt', 'closed', 'opened']),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'MigrationPreview' });

export const batchAnswer = z
  .object({
    results: z
      .array(
        z
          .object({
            instanceId: z.string(),
            result: z.enum(['migrated', 'possible', 'refused']),
            code: z.string().nullable(),
            message: z.string().nullable(),
            problems,
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'MigrationResults' });

export const tokens = z
  .object({
    elementInstances: z
      .array(
        z
          .object({
            id: z.string(),
            elementId: z.string(),
            scopeId: z.string().nullable(),
            isLoopBody: z.boolean(),
            loopIndex: z.number().int().nullable(),
            isActive: z.boolean(),
            hasIncident: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
    tokens: z.array(z.object({ id: z.string(), flowId: z.string(), scopeId: z.string() }).readonly()).readonly(),
  })
  .readonly()
  .meta({ id: 'Tokens' });

function placeOf(given: z.output<typeof place>): TokenPlace {
  if ('before' in given) return { kind: 'before', elementId: asElementId(given.before) };
  return 'after' in given ? { kind: 'after', elementId: asElementId(given.after) } : { kind: 'flow', flowId: asElementId(given.flow) };
}

function selectionOf(given: z.output<typeof selection>): TokenSelection {
  if ('elementId' in given) return { kind: 'element', elementId: asElementId(given.elementId) };
  if ('tokenId' in given) return { kind: 'token', tokenId: given.tokenId };
  return { kind: 'elementInstance', elementInstanceId: asElementInstanceId(given.elementInstanceId) };
}

function placementOf(given: Omit<Extract<z.output<typeof instruction>, { kind: 'add' }>, 'kind'>): Placement {
  const { ancestorScopeId, loopInstance, variables } = given;
  return {
    place: placeOf(given.place),
    ancestorScopeId: typeof ancestorScopeId === 'string' ? asElementInstanceId(ancestorScopeId) : null,
    loopInstance,
    variables: variables.map(({ elementId, variables: values }) => ({
      elementId: typeof elementId === 'string' ? asElementId(elementId) : null,
      variables: values,
    })),
  };
}

/** The instructions of a request as the engine takes them. */
export function instructionsOf(body: z.output<typeof modifyBody>): readonly Instruction[] {
  return body.instructions.map((given): Instruction => {
    switch (given.kind) {
      case 'add':
        return { kind: 'add', ...placementOf(given) };
      case 'move':
        return { kind: 'move', from: selectionOf(given.from), ...placementOf(given) };
      case 'cancel':
        return { kind: 'cancel', from: selectionOf(given.from) };
    }
  });
}
