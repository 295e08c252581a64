import { children, idOf } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

const SETS: readonly (readonly [sets: string, references: readonly string[], declared: string])[] = [
  ['inputSets', ['dataInputRefs', 'optionalInputRefs', 'whileExecutingInputRefs'], 'dataInputs'],
  ['outputSets', ['dataOutputRefs', 'optionalOutputRefs', 'whileExecutingOutputRefs'], 'dataOutputs'],
];

function strangers(specification: ModdleElement): readonly string[] {
  return SETS.flatMap(([sets, references, declared]) => {
    const own = new Set(children(specification, declared));
    return children(specification, sets)
      .flatMap((set) => references.flatMap((reference) => children(set, reference)))
      .filter((data) => !own.has(data))
      .map((data) => idOf(data) ?? 'one without id');
  });
}

/** BPMN 2.0.2, 10.4.1: the sets of an activity group its own inputs and outputs. */
export const ioSpecification: Rule = {
  id: 'io-specification',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.4.1',
  statement: 'Input and output sets contain the inputs and outputs of their own activity.',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'bpmn:InputOutputSpecification')
      .flatMap((specification) =>
        strangers(specification).map((id) =>
          aboutElement(context, 'io-specification', specification, {
            expected: 'sets of inputs and outputs that the same specification declares',
            found: id,
            mend: 'Refer to an input or output of the activity.',
          }),
        ),
      ),
};
