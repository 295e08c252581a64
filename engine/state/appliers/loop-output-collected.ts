import type { JsonValue } from '../../model/index.ts';
import type { Applier } from '../applier.ts';
import { elementInstance } from '../lookup.ts';

/** Keeps one output of a multi-instance activity; places not yet filled hold null. */
export const applyLoopOutputCollected: Applier<'loopOutputCollected'> = (draft, record) => {
  const body = elementInstance(draft, record.elementInstanceId);
  const given = body.data['outputs'];
  const outputs: JsonValue[] = Array.isArray(given) ? [...(given as readonly JsonValue[])] : []; // Array.isArray loses the readonly element type.
  while (outputs.length <= record.index) outputs.push(null);
  outputs[record.index] = record.value;
  draft.putElementInstance({ ...body, data: { ...body.data, outputs } });
};
