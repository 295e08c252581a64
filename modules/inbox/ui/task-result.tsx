import { Button } from '@mantine/core';
import { OutcomePanel, PlainLink, useText } from '../../../designer/kit/index.ts';
import type { Outcome } from '../../../designer/kit/index.ts';

/** What completing a task led to, and where to go from here. */
export function TaskResult({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useText('inbox');
  return (
    <OutcomePanel
      outcome={outcome}
      title={t('done')}
      footer={
        <Button component={PlainLink} href="/inbox" variant={outcome.nextTasks.length === 0 ? 'filled' : 'default'}>
          {t('toQueue')}
        </Button>
      }
    />
  );
}
