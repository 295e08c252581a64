import type { OperationCatalogue } from '../../../engine/parse/index.ts';
import type { Finding } from '../../kit/api/problem.ts';
import type { OperationInfo, Resource } from '../api.ts';
import { kindOf } from './resources.ts';

/** What the rules know of the operations: names of inputs and error codes, from the published schemas. */
export function catalogueOf(operations: readonly OperationInfo[]): OperationCatalogue {
  return Object.fromEntries(
    operations.map((operation) => [
      operation.topic,
      {
        requiredInputs: textsOf(operation.inputSchema['required']),
        inputs: Object.keys(objectOf(operation.inputSchema['properties'])),
        errors: operation.errors.map((error) => error.code),
      },
    ]),
  );
}

/**
 * Runs the deployment checks of the engine on every diagram and decision of a draft, here in the browser: the very rules that decide at deployment.
 * The rules are loaded at the first check.
 */
export async function checkFiles(resources: readonly Resource[], operations: readonly OperationInfo[]): Promise<readonly Finding[]> {
  const { parseBpmn, parseDmn } = await import('../../../engine/parse/index.ts');
  const catalogue = catalogueOf(operations);
  const results = await Promise.all(
    resources.map(async ({ name, content }): Promise<readonly Finding[]> => {
      switch (kindOf(name)) {
        case 'diagram':
          return (await parseBpmn(content, name, catalogue)).findings;
        case 'decision':
          return (await parseDmn(content, name)).findings;
        case 'form':
        case 'other':
          return [];
      }
    }),
  );
  return results.flat();
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
