import { parseDuration } from '../../model/index.ts';
import type { Expression, FlowNode } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** Texts of a node that must be durations: the back-off between attempts and the time to live of messages. */
function durationsOf(node: FlowNode): readonly { readonly what: string; readonly text: string }[] {
  const backOff =
    'job' in node && node.job?.retryBackoff !== null ? (node.job?.retryBackoff ?? '').split(',').filter((part) => part.trim() !== '') : [];
  const messages = 'definitions' in node ? node.definitions : 'message' in node && node.message !== null ? [node.message] : [];
  const literal = (value: Expression | null): string[] => (value?.kind === 'literal' ? [String(value.value)] : []);
  return [
    ...backOff.map((text) => ({ what: 'lanework:retryBackoff', text })),
    ...messages.flatMap((message) =>
      message.kind === 'message' ? literal(message.timeToLive).map((text) => ({ what: 'lanework:timeToLive', text })) : [],
    ),
  ];
}

/** Durations are ISO 8601. */
export const duration: Rule = {
  id: 'duration',
  severity: 'error',
  section: 'Lanework',
  statement: 'Back-off times and times to live are ISO 8601 durations.',
  check: (context) =>
    context.nodes.flatMap(({ node }) =>
      durationsOf(node)
        .filter(({ text }) => parseDuration(text.trim()) === null)
        .map(({ what, text }) =>
          about(context, 'duration', node, {
            expected: `an ISO 8601 duration such as PT10S in ${what} of ${labelOf(node)}`,
            found: `"${text}"`,
            mend: 'Correct the duration.',
          }),
        ),
    ),
};
