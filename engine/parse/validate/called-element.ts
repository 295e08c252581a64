import { containersOf } from '../build/graph.ts';
import { children, isA, text } from '../moddle-element.ts';
import { about, aboutElement, labelOf } from './rule.ts';
import type { Rule, RuleContext } from './rule.ts';

const BINDINGS = ['latest', 'deployment', 'versionTag'];

/** Ways of naming the version that are none: a number below 1, a word that is not known. */
function wrongBindings(context: RuleContext) {
  return context.processes
    .flatMap(({ element }) => containersOf(element).flatMap((container) => children(container, 'flowElements')))
    .filter((element) => element.$type === 'bpmn:CallActivity')
    .flatMap((element) => {
      const version = text(element, 'lanework:calledVersion');
      const binding = text(element, 'lanework:calledBinding') ?? 'latest';
      const isVersion = version === null || /^[1-9]\d{0,8}$/.test(version.trim());
      if (isVersion && BINDINGS.includes(binding)) return [];
      return [
        aboutElement(context, 'called-element', element, {
          expected: isVersion ? `lanework:calledBinding out of ${BINDINGS.join(', ')}` : 'lanework:calledVersion as a whole number from 1',
          found: isVersion ? `"${binding}"` : `"${version}"`,
          mend: 'Name the version of the called process in one of these ways.',
        }),
      ];
    });
}

/** Calls of something in this very file that is no process and no global task. What the file does not have may be deployed elsewhere. */
function wrongTargets(context: RuleContext) {
  return context.nodes.flatMap(({ node }) => {
    const target =
      node.kind === 'callActivity' && node.processId.kind === 'literal' ? context.elementById.get(String(node.processId.value)) : undefined;
    return target === undefined || isA(target, 'bpmn:CallableElement')
      ? []
      : [
          about(context, 'called-element', node, {
            expected: `call activity ${labelOf(node)} to call a process or a global task`,
            found: `a ${target.$type.replace(/^\w+:/, '')}`,
            mend: 'Call a process; what stands inside it cannot be called by itself.',
          }),
        ];
  });
}

/** A call activity says which process it calls (BPMN 2.0.2, 10.3.6). */
export const calledElement: Rule = {
  id: 'called-element',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.6',
  statement: 'A call activity names the process or global task that it calls.',
  check: (context) => [
    ...wrongBindings(context),
    ...wrongTargets(context),
    ...context.nodes.flatMap(({ node }) =>
      node.kind === 'callActivity' && node.processId.kind === 'literal' && node.processId.value === ''
        ? [
            about(context, 'called-element', node, {
              expected: `call activity ${labelOf(node)} to name the called process`,
              found: 'none',
              mend: 'Set the process id in zeebe:calledElement.',
            }),
          ]
        : [],
    ),
  ],
};
