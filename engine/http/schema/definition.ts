import { z } from 'zod';
import { MAX_LIMIT, MAX_NAME_LENGTH, instant, jsonObject, name, nullablePerson, person, uuid } from './common.ts';

/** Files of one deployment or draft. */
const MAX_RESOURCES = 100;

const resourceName = z
  .string()
  .max(MAX_NAME_LENGTH)
  .regex(/^[^/\\]+\.(bpmn|dmn|form)$/u, 'Expected a file name that ends with .bpmn, .dmn or .form.');
export const resource = z
  .strictObject({ name: resourceName, content: z.string().min(1) })
  .readonly()
  .meta({ id: 'Resource' });
const resources = z.array(resource).min(1).max(MAX_RESOURCES).readonly();

/** Ids of definitions are made by the engine from the process id; everything else is bounded only in length. */
const definitionId = z.string().min(1).max(400);
export const definitionParams = z.strictObject({ id: definitionId });
export const formParams = z.strictObject({ id: definitionId, formId: name });

export const definition = z
  .object({
    id: z.string(),
    processId: z.string(),
    name: z.string().nullable(),
    version: z.number().int(),
    versionTag: z.string().nullable(),
    deployedAt: instant,
    deployedBy: person,
    note: z.string().nullable(),
    active: z.number().int(),
    incidents: z.number().int(),
  })
  .readonly()
  .meta({ id: 'ProcessDefinition' });
export const definitionDetail = z.object({ ...definition.unwrap().shape, startFormId: z.string().nullable() }).readonly();
export const startableProcess = z
  .object({
    processId: z.string(),
    name: z.string().nullable(),
    documentation: z.string().nullable(),
    version: z.number().int(),
    definitionId: z.string(),
    startFormId: z.string().nullable(),
  })
  .readonly()
  .meta({ id: 'StartableProcess' });

const elementCounts = { active: z.number().int(), incidents: z.number().int(), completed: z.number().int(), cancelled: z.number().int() };
export const elementCount = z.object(elementCounts).readonly();
export const statistics = z
  .object({
    elements: z
      .record(
        z.string(),
        z.object({ ...elementCounts, visits: z.number().int(), medianMs: z.number().nullable(), p90Ms: z.number().nullable() }).readonly(),
      )
      .readonly(),
    flows: z.record(z.string(), z.number().int()).readonly(),
    sample: z
      .object({ instances: z.number().int(), isComplete: z.boolean() })
      .readonly()
      .describe(
        'The instances that ended last and the open ones that started last, whose visits, ended visits and flows are counted. Active visits and incidents are those of all.',
      ),
  })
  .readonly()
  .meta({ id: 'Statistics' });
export const formAnswer = z.object({ form: jsonObject.nullable() }).readonly();

export const finding = z
  .object({
    rule: z.string(),
    severity: z.enum(['error', 'warning']),
    resource: z.string(),
    element: z.string().nullable(),
    line: z.number().int().nullable(),
    message: z.string(),
    expected: z.string(),
    found: z.string(),
    mend: z.string(),
  })
  .readonly()
  .meta({ id: 'Finding' });
const findings = z.array(finding).readonly();
export const deploymentBody = z.strictObject({ resources, note: z.string().max(2_000).optional() });
export const checkBody = z.strictObject({ resources });
export const checkAnswer = z.object({ findings }).readonly();
export const deployment = z
  .object({
    deploymentId: z.string(),
    definitions: z
      .array(
        z
          .object({
            definitionId: z.string(),
            processId: z.string(),
            name: z.string().nullable(),
            version: z.number().int(),
            isNew: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
    findings,
  })
  .readonly()
  .meta({ id: 'Deployment' });

const draftMembers = {
  id: z.string(),
  name: z.string(),
  processId: z.string().nullable(),
  basedOnDefinitionId: z.string().nullable(),
  updatedAt: instant,
  updatedBy: nullablePerson,
  revision: z.number().int(),
};
export const draft = z.object(draftMembers).readonly().meta({ id: 'Draft' });
export const draftWithResources = z
  .object({ ...draftMembers, resources: z.array(resource).readonly() })
  .readonly()
  .meta({ id: 'DraftWithResources' });
const draftName = z.string().trim().min(1).max(MAX_NAME_LENGTH);
/** Files of a draft may be incomplete, but never nameless; an empty draft is allowed. */
const draftResources = z
  .array(z.strictObject({ name: resourceName, content: z.string() }).readonly())
  .max(MAX_RESOURCES)
  .readonly();
export const newDraftBody = z.strictObject({ name: draftName, resources: draftResources, basedOnDefinitionId: definitionId.optional() });
export const saveDraftBody = z.strictObject({
  name: draftName,
  resources: draftResources,
  revision: z
    .number()
    .int()
    .min(1)
    .max(MAX_LIMIT * 1_000_000),
});
export const draftParams = z.strictObject({ id: uuid });
