import { Badge, Stack, Text } from '@mantine/core';
import { useMonitorText } from '../texts.ts';
import { ProblemText } from './problem-text.tsx';
import type { BatchResult } from './repair-api.ts';

const colors: Readonly<Record<BatchResult['result'], string>> = { migrated: 'green', possible: 'lane', refused: 'red' };

/** What came of one instance of several, or would come of it; why, when it is refused. */
export function BatchBadge({ result }: { readonly result: BatchResult | undefined }) {
  const { t } = useMonitorText();
  if (result === undefined)
    return (
      <Text size="sm" c="dimmed">
        –
      </Text>
    );
  const [first] = result.problems;
  const problem =
    first ?? (result.code === null ? null : { code: result.code, message: result.message ?? '', elementId: null, index: null });
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" tt="none" color={colors[result.result]} data-testid={`batch-${result.result}`}>
        {t(`batch.${result.result}`)}
      </Badge>
      {problem === null ? null : <ProblemText problem={problem} />}
    </Stack>
  );
}
