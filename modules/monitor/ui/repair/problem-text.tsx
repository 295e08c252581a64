import { Stack, Text } from '@mantine/core';
import { useMonitorText } from '../texts.ts';
import type { RepairProblem } from './repair-api.ts';

/** What is wrong in the person's language, with the server's exact words below it. */
export function ProblemText({ problem }: { readonly problem: RepairProblem }) {
  const { t } = useMonitorText();
  const text = t(`problem.${problem.code}`, { defaultValue: problem.message });
  return (
    <Stack gap={2} data-testid={`problem-${problem.code}`} role="alert">
      <Text size="sm" c="red">
        {text}
      </Text>
      {text === problem.message ? null : (
        <Text size="xs" c="dimmed" className="lw-wrap">
          {problem.message}
        </Text>
      )}
    </Stack>
  );
}
