import { useDiagram, useInstance } from '../api/processes.ts';
import type { InstanceDetail } from '../api/types.ts';
import { useText } from '../i18n/use-text.ts';
import { BpmnView } from '../ui/bpmn-view.tsx';
import type { ElementMark } from '../ui/bpmn-view-types.ts';
import { Loaded } from '../ui/states.tsx';

/** The diagram of a running or finished instance: the path it travelled and where it stands. */
export function InstanceDiagram({
  instanceId,
  height,
  currentElementId,
}: {
  readonly instanceId: string;
  readonly height?: number;
  /** The step to point out, for example that of the task on screen. */
  readonly currentElementId?: string;
}) {
  const instance = useInstance(instanceId);
  return (
    <Loaded query={instance} minHeight={height ?? 320}>
      {(data) => <LoadedDiagram instance={data} currentElementId={currentElementId} height={height ?? 320} />}
    </Loaded>
  );
}

function LoadedDiagram({
  instance,
  currentElementId,
  height,
}: {
  readonly instance: InstanceDetail;
  readonly currentElementId: string | undefined;
  readonly height: number;
}) {
  const { t } = useText();
  const diagram = useDiagram(instance.definitionId);
  const badges = currentElementId === undefined ? {} : { [currentElementId]: [{ text: t('diagram.here'), tone: 'accent' as const }] };
  return (
    <Loaded query={diagram} minHeight={height}>
      {(xml) => (
        <BpmnView
          xml={xml}
          marks={marksOf(instance)}
          path={Object.entries(instance.flows)
            .filter(([, times]) => times > 0)
            .map(([id]) => id)}
          badges={badges}
          focus={currentElementId ?? placeOf(instance)}
          height={height}
          label={t('diagram.ofInstance', { process: instance.processName ?? instance.processId })}
        />
      )}
    </Loaded>
  );
}

/** Where an instance stands: at what failed, else at what is active. */
function placeOf(instance: Pick<InstanceDetail, 'elements'>): string | undefined {
  const entries = Object.entries(instance.elements);
  return (entries.find(([, counts]) => counts.incidents > 0) ?? entries.find(([, counts]) => counts.active > 0))?.[0];
}

/** How each element of an instance is marked: an incident outweighs activity, activity outweighs what is done. */
export function marksOf(instance: Pick<InstanceDetail, 'elements'>): Readonly<Record<string, ElementMark>> {
  return Object.fromEntries(
    Object.entries(instance.elements).flatMap(([id, counts]): [string, ElementMark][] => {
      if (counts.incidents > 0) return [[id, 'incident']];
      if (counts.active > 0) return [[id, 'active']];
      if (counts.completed > 0) return [[id, 'done']];
      return counts.cancelled > 0 ? [[id, 'cancelled']] : [];
    }),
  );
}
