import type { OperationCatalogue } from '../parse/index.ts';
import type { OperationDescription } from '../port/module-contract.ts';

/** JSON Schema of an operation's input, as far as deployment checks look at it. */
export interface InputShape {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/** What the deployment checks know of the operations: inputs and errors by topic. `shapeOf` gives the JSON Schema of an input. */
export function catalogueOf(
  operations: Iterable<OperationDescription>,
  shapeOf: (operation: OperationDescription) => InputShape,
): OperationCatalogue {
  const entries = [...operations].map((operation) => {
    const shape = shapeOf(operation);
    return [
      operation.topic,
      {
        inputs: Object.keys(shape.properties ?? {}),
        requiredInputs: shape.required ?? [],
        errors: operation.errors.map((error) => error.code),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}
