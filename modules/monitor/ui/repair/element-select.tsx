import { Select } from '@mantine/core';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import { useMonitorText } from '../texts.ts';
import { nameIn } from './plan.ts';

/** Every element of a process in a list that can be searched: the way to choose one without a pointer. */
export function ElementSelect(props: {
  readonly process: ProcessDefinition;
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (elementId: string | null) => void;
}) {
  const { t } = useMonitorText();
  const nodes = Object.values(props.process.nodes);
  const flows = Object.values(props.process.flows);
  const flowName = (id: string, sourceId: string, targetId: string): string =>
    props.process.flows[id]?.name ?? `${nameIn(props.process, sourceId)} → ${nameIn(props.process, targetId)}`;
  return (
    <Select
      label={props.label}
      placeholder={t('repair.choosePlaceholder')}
      searchable
      clearable
      nothingFoundMessage={t('repair.nothingFound')}
      value={props.value}
      onChange={props.onChange}
      data={[
        {
          group: t('repair.elements'),
          items: nodes.map(({ id, name, kind }) => ({ value: id, label: `${name ?? id} · ${t(`kind.${kind}`, { defaultValue: kind })}` })),
        },
        {
          group: t('repair.flows'),
          items: flows.map((flow) => ({ value: flow.id, label: flowName(flow.id, flow.sourceId, flow.targetId) })),
        },
      ]}
      data-testid="element-select"
    />
  );
}
