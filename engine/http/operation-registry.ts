import { z } from 'zod';
import type { JsonObject } from '../model/index.ts';
import type { OperationDescription } from '../port/module-contract.ts';
import type { ModuleContract } from '../port/module.ts';

/** Every operation of every module, sorted by topic. */
export function operationsOf(modules: readonly ModuleContract[]): readonly OperationDescription[] {
  return modules
    .flatMap((module): readonly OperationDescription[] => [...module.operations, ...(module.outsideOperations ?? [])])
    .toSorted((a, b) => (a.topic < b.topic ? -1 : 1));
}

/** The operation as the designer and the documentation show it. */
export function describeOperation(operation: OperationDescription & { readonly transactional?: boolean }) {
  const { topic, title, description, icon, errors, transactional = false } = operation;
  return {
    topic,
    title,
    description,
    icon,
    inputSchema: jsonSchemaOf(operation.input, 'input'),
    outputSchema: jsonSchemaOf(operation.output, 'output'),
    errors,
    compensation: operation.compensation ?? null,
    transactional,
  };
}

/** JSON Schema 2020-12 of what goes in (`input`: before defaults and conversions) or comes out. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _dialect, '~standard': _standard, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  // A JSON Schema document is plain JSON; zod types its members more loosely.
  return JSON.parse(JSON.stringify(described)) as JsonObject;
}
