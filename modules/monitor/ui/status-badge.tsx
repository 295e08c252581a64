import { Badge } from '@mantine/core';
import type { InstanceStatus } from '../../../designer/kit/index.ts';
import { useMonitorText } from './texts.ts';

const colors: Readonly<Record<InstanceStatus, string>> = {
  active: 'lane',
  completed: 'green',
  suspended: 'yellow',
  terminated: 'gray',
  cancelled: 'gray',
};

/** Where an instance stands. */
export function StatusBadge({ status }: { readonly status: InstanceStatus }) {
  const { t } = useMonitorText();
  return (
    <Badge variant="light" color={colors[status]} size="sm" data-testid="status" data-status={status}>
      {t(`status.${status}`)}
    </Badge>
  );
}
