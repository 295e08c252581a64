import { parseCycle, parseInstant, parseZonedDuration } from '../../model/index.ts';
import type { Expression, TimerSpec } from '../../model/index.ts';
import { containersOf } from '../build/graph.ts';
import { eventDefinitionElements } from '../build/event-definitions.ts';
import { formalText } from '../build/expressions.ts';
import { children } from '../moddle-element.ts';
import { about, aboutElement, labelOf } from './rule.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A duration into the past is a slip of the pen: the timer would fire at once. */
const durationAhead = (text: string): unknown => (text.startsWith('-') ? null : parseZonedDuration(text));

function faultOf(timer: TimerSpec): { readonly expected: string; readonly found: string } | null {
  const wrong = (value: Expression, read: (text: string) => unknown, expected: string) =>
    value.kind === 'literal' && read(String(value.value).trim()) === null ? { expected, found: `"${String(value.value)}"` } : null;
  switch (timer.kind) {
    case 'date':
      return wrong(timer.at, parseInstant, 'an ISO 8601 date and time such as 2026-12-24T18:00:00Z, or FEEL after "="');
    case 'duration':
      return wrong(timer.duration, durationAhead, 'an ISO 8601 duration such as PT48H, or FEEL after "="');
    case 'cycle':
      return wrong(
        timer.cycle,
        parseCycle,
        'a repeating interval of at least a second such as R3/PT10M, a cron expression, or FEEL after "="',
      );
  }
}

/** Timers that say nothing or several things at once (BPMN 2.0.2, table 10.101). */
function notExactlyOne(context: RuleContext) {
  const events = context.processes.flatMap(({ element }) =>
    containersOf(element).flatMap((container) => children(container, 'flowElements')),
  );
  return events.flatMap((event) => {
    const timers = event.$type.endsWith('Event')
      ? eventDefinitionElements(event).filter((definition) => definition.$type === 'bpmn:TimerEventDefinition')
      : [];
    return timers.flatMap((timer) => {
      const count = ['timeDate', 'timeDuration', 'timeCycle'].filter((property) => formalText(timer, property) !== null).length;
      return count === 1
        ? []
        : [
            aboutElement(context, 'timer', event, {
              expected: 'a timer with exactly one of date, duration and cycle',
              found: String(count),
              mend: 'Say when the timer fires in one of the three ways.',
            }),
          ];
    });
  });
}

/** Timers: ISO 8601 dates, durations and repeating intervals (BPMN 2.0.2, 10.5.5). */
export const timer: Rule = {
  id: 'timer',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.5',
  statement: 'A timer has exactly one of date, duration and cycle, written in ISO 8601, cron or FEEL; a cycle takes at least a second.',
  check: (context) => [
    ...notExactlyOne(context),
    ...context.nodes.flatMap(({ node }) => {
      if (!('definitions' in node)) return [];
      return node.definitions.flatMap((definition) => {
        // A timer that says nothing is an empty duration, which is reported above.
        if (
          definition.kind !== 'timer' ||
          (definition.timer.kind === 'duration' && definition.timer.duration.kind === 'literal' && definition.timer.duration.value === '')
        )
          return [];
        const fault = faultOf(definition.timer);
        return fault === null
          ? []
          : [
              about(context, 'timer', node, {
                expected: `${fault.expected} in ${labelOf(node)}`,
                found: fault.found,
                mend: 'Correct the time of the timer.',
              }),
            ];
      });
    }),
  ],
};
