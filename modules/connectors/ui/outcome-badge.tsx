import { Badge } from '@mantine/core';
import { useText } from '../../../designer/kit/index.ts';

/** What became of a call, in a word. */
export function OutcomeBadge({ outcome }: { readonly outcome: string }) {
  const { t } = useText('connectors');
  const color = outcome === 'refused' || outcome === 'failed' ? 'red' : outcome === 'buffered' ? 'yellow' : 'green';
  return (
    <Badge size="sm" variant="light" color={color} tt="none">
      {t(`outcome.${outcome}`)}
    </Badge>
  );
}
