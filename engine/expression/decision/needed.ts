import type { DecisionModel } from './decision-model.ts';

/** Ids of a decision, service or knowledge model, by its id or name, and of everything in the model that it needs. Empty when there is none. */
export function neededIds(model: DecisionModel, idOrName: string): ReadonlySet<string> {
  const targets = Object.values(model.elements).filter((element) => element.id === idOrName || element.name === idOrName);
  const needed = new Set(targets.map((element) => element.id));
  for (const id of needed) {
    const element = model.elements[id];
    if (element === undefined || element.kind === 'input') continue;
    const references = element.kind === 'service' ? [...element.requires, ...element.outputDecisionIds] : element.requires;
    for (const reference of references) needed.add(reference.slice(reference.lastIndexOf('#') + 1));
  }
  return needed;
}
