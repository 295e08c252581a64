import { extension, idOf, text } from '../moddle-element.ts';
import { JAVASCRIPT_FORMATS, scriptFormatOf } from '../build/activities.ts';
import { children } from '../moddle-element.ts';
import { containersOf } from '../build/graph.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

const FORMATS = ['feel', ...JAVASCRIPT_FORMATS];

/** A script task has FEEL in `zeebe:script`, a job type, or a `<script>` in a format that runs. */
export const scriptFormat: Rule = {
  id: 'script-format',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.3',
  statement: 'A script task has a script in a language that runs.',
  check: (context) =>
    context.processes.flatMap(({ element: process }) =>
      containersOf(process)
        .flatMap((container) => [container, ...children(container, 'flowElements')])
        .flatMap((task) => {
          if (task.$type !== 'bpmn:ScriptTask' && task.$type !== 'bpmn:GlobalScriptTask') return [];
          const zeebe = extension(task, 'zeebe:Script');
          if ((zeebe !== null && text(zeebe, 'expression') !== null) || extension(task, 'zeebe:TaskDefinition') !== null) return [];
          const id = idOf(task) ?? '';
          const format = scriptFormatOf(task);
          if (text(task, 'script') === null)
            return [
              aboutElement(context, 'script-format', task, {
                expected: `script task ${id} with a script`,
                found: 'none',
                mend: 'Write FEEL in zeebe:script, or a script with a format.',
              }),
            ];
          if (format !== null && FORMATS.includes(format.trim().toLowerCase())) return [];
          return [
            aboutElement(context, 'script-format', task, {
              expected: `a script format out of ${FORMATS.join(', ')} in ${id}`,
              found: format ?? 'none',
              mend: 'Write the script in FEEL or JavaScript.',
            }),
          ];
        }),
    ),
};
