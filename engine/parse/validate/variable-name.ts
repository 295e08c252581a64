import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** Attributes that name a variable, by the class that has them. */
const VARIABLES: readonly (readonly [type: string, attributes: readonly string[]])[] = [
  ['zeebe:Script', ['resultVariable']],
  ['zeebe:CalledDecision', ['resultVariable']],
  ['bpmn:ScriptTask', ['lanework:resultVariable']],
  ['zeebe:LoopCharacteristics', ['inputElement', 'outputCollection']],
];

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*(?:[ -][\p{L}\p{N}_$]+)*$/u;
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A value that goes into something that is no variable could be read by no expression. */
export const variableName: Rule = {
  id: 'variable-name',
  severity: 'error',
  section: 'Lanework',
  statement: 'What a value goes into is named like a variable.',
  check: (context) =>
    context.executedElements.flatMap((element) =>
      VARIABLES.filter(([type]) => element.$type === type)
        .flatMap(([, attributes]) => attributes)
        .flatMap((attribute) => {
          const name = text(element, attribute)?.trim() ?? null;
          if (name === null || (NAME.test(name) && !RESERVED.has(name))) return [];
          return [
            aboutElement(context, 'variable-name', element, {
              expected: `the name of a variable such as "total" in ${attribute}`,
              found: `"${name}"`,
              mend: 'Begin the name with a letter; use letters, digits and "_".',
            }),
          ];
        }),
    ),
};
