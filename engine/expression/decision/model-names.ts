import { isAwkward } from '../feel/index.ts';
import type { DecisionModel, ItemType } from './decision-model.ts';
import { namesInLogic } from './nested-logic.ts';

const namesOfItem = (item: ItemType): readonly string[] => [item.name, ...item.components.flatMap(namesOfItem)];

/** Every name that FEEL of the model may speak of, if it can only be read by somebody who knows it. */
export function modelNames(model: DecisionModel): readonly string[] {
  const all = Object.values(model.elements).flatMap((element) => {
    if (element.kind === 'input' || element.kind === 'service') return [element.name];
    const parameters = element.kind === 'knowledge' ? element.parameters.map((parameter) => parameter.name) : [];
    return [element.name, ...parameters, ...namesInLogic(element.logic)];
  });
  const types = Object.values(model.itemTypes).flatMap(namesOfItem);
  return [...new Set([...all, ...types, ...model.imports.map((each) => each.name)])].filter(isAwkward);
}
