import { Stack, Text } from '@mantine/core';
import { useMonitorText } from '../texts.ts';
import type { RepairProblem } from './repair-api.ts';

/** Problems of which the server's exact words say more than the translated text can. */
const telling: ReadonlySet<string> = new Set(['EXPRESSION_FAILED']);

/** What is wrong in the person's language, and the element it is about unless the text stands beside it. */
export function ProblemText({ problem, isAtElement = false }: { readonly problem: RepairProblem; readonly isAtElement?: boolean }) {
  const { t } = useMonitorText();
  const text = t(`problem.${problem.code}`, { defaultValue: problem.message });
  const more = telling.has(problem.code) ? problem.message : isAtElement ? null : problem.elementId;
  return (
    <Stack gap={2} data-testid={`problem-${problem.code}`} role="alert">
      <Text size="sm" c="red">
        {text}
      </Text>
      {more === null || text === problem.message ? null : (
        <Text size="xs" c="dimmed" className="lw-wrap">
          {more}
        </Text>
      )}
    </Stack>
  );
}
