import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog, ErrorState } from '../../../designer/kit/index.ts';
import { useRetryIncidents, type RetryCounts, type RetryFilter } from './api.ts';
import { useMonitorText } from './texts.ts';

/** Tries all shown incidents again, a batch at a time, and says what came of them. */
export function RetryAll({ filter }: { readonly filter: RetryFilter }) {
  const { t } = useMonitorText();
  const [asks, setAsks] = useState(false);
  const [counts, setCounts] = useState<RetryCounts | null>(null);
  const retry = useRetryIncidents(setCounts);
  const done = counts === null ? 0 : counts.resolved + counts.failedAgain + counts.refused;
  return (
    <Stack gap="xs">
      <Group>
        <Button
          size="xs"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={retry.isPending}
          onClick={() => setAsks(true)}
          data-testid="retry-all"
        >
          {t('incidents.retryAll')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('incidents.retryAllTitle')}
        text={t('incidents.retryAllText')}
        confirm={t('incidents.retryAll')}
        onConfirm={() => {
          setCounts(null);
          retry.mutate(filter);
          return Promise.resolve();
        }}
      />
      {retry.isPending ? <Progress value={100} animated aria-label={t('incidents.retryCount', { count: done })} /> : null}
      {retry.isPending ? (
        <Text size="sm" role="status">
          {t('incidents.retryCount', { count: done })}
        </Text>
      ) : null}
      {retry.error === null ? null : <ErrorState error={retry.error} />}
      {counts === null || retry.isPending ? null : (
        <Alert color={counts.failedAgain + counts.refused === 0 ? 'green' : 'yellow'} role="status" data-testid="retried">
          {t('incidents.retried', { resolved: counts.resolved, failedAgain: counts.failedAgain, refused: counts.refused })}
        </Alert>
      )}
    </Stack>
  );
}
