import type { DecisionLogic } from './decision-model.ts';

/** The boxed expressions directly inside one. */
function innerLogic(logic: DecisionLogic): readonly DecisionLogic[] {
  switch (logic.kind) {
    case 'literal':
    case 'table':
      return [];
    case 'context':
      return logic.entries.map((entry) => entry.value);
    case 'invocation':
      return logic.bindings.map((binding) => binding.value);
    case 'list':
      return logic.items;
    case 'relation':
      return logic.rows.flat();
    case 'function':
      return [logic.body];
    case 'conditional':
      return [logic.condition, logic.consequence, logic.otherwise];
    case 'filter':
      return [logic.list, logic.match];
    case 'iterator':
      return [logic.domain, logic.body];
  }
}

/** Every boxed expression inside a boxed expression, itself first. */
export function nestedLogic(logic: DecisionLogic): readonly DecisionLogic[] {
  return [logic, ...innerLogic(logic).flatMap(nestedLogic)];
}

/** Names that the logic itself defines: context entries, columns, parameters, outputs, variables of iterations. */
export function namesInLogic(logic: DecisionLogic): readonly string[] {
  return nestedLogic(logic).flatMap((each) => {
    switch (each.kind) {
      case 'context':
        return each.entries.flatMap((entry) => entry.name ?? []);
      case 'function':
        return each.parameters.map((parameter) => parameter.name);
      case 'relation':
        return each.columns;
      case 'table':
        return each.outputs.map((output) => output.name);
      case 'iterator':
        return [each.variable];
      case 'literal':
      case 'invocation':
      case 'list':
      case 'conditional':
      case 'filter':
        return [];
    }
  });
}
