import { Anchor, Text } from '@mantine/core';
import { useMemo } from 'react';
import { DataTable, PlainLink, useFormat, useText } from '../../../designer/kit/index.ts';
import type { Column } from '../../../designer/kit/index.ts';
import type { SlowStep } from './api.ts';

/** The slowest steps of all nodes, each with the way to its instance. */
export function SlowestSection({ steps }: { readonly steps: readonly SlowStep[] }) {
  const { t } = useText('system');
  const columns = useColumns();
  if (steps.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('slowest.none')}
      </Text>
    );
  return (
    <DataTable
      rows={steps}
      columns={columns}
      rowKey={(step) => `${step.instanceId} ${step.command} ${step.milliseconds}`}
      label={t('slowest.title')}
    />
  );
}

function useColumns(): readonly Column<SlowStep>[] {
  const { t } = useText('system');
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'process',
        title: t('slowest.process'),
        render: (step) => (
          <Anchor component={PlainLink} href={`/monitor/instances/${step.instanceId}`} size="sm">
            {step.processId}
          </Anchor>
        ),
      },
      {
        id: 'duration',
        title: t('slowest.duration'),
        numeric: true,
        render: (step) => t('slowest.milliseconds', { number: format.decimal(Math.round(step.milliseconds)) }),
      },
      { id: 'command', title: t('slowest.command'), render: (step) => t(`command.${step.command}`, { defaultValue: step.command }) },
      { id: 'element', title: t('slowest.element'), render: (step) => step.elementId ?? '–' },
    ],
    [t, format],
  );
}
