import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './bpmn-view.css';
import { ActionIcon, Group } from '@mantine/core';
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { useText } from '../i18n/use-text.ts';
import type { BpmnViewProps } from './bpmn-view-types.ts';
import { fit, useBadges, useClicks, useHeat, useFollow, useMarkers, useViewer, zoomBy } from './bpmn-viewer.ts';
import { ErrorState } from './states.tsx';

/** A diagram that can be moved and zoomed, with marks, badges, path and heat laid over it. */
export default function BpmnViewImpl(props: BpmnViewProps) {
  const { t } = useText();
  const host = useRef<HTMLDivElement>(null);
  const { viewer, error } = useViewer(host, props.xml, props.focus);
  useClicks(viewer, props.onElementClick);
  useMarkers(viewer, props.marks, props.path, props.selected);
  useFollow(viewer, props.follow);
  useBadges(viewer, props.badges);
  useHeat(viewer, props.heat);
  const height = props.height === 'fill' ? '100%' : (props.height ?? 320);
  return (
    <div
      className="lw-diagram"
      style={{ height }}
      role="figure"
      aria-label={props.label}
      data-clickable={props.onElementClick !== undefined}
    >
      <div ref={host} style={{ width: '100%', height: '100%' }} />
      {error === null ? null : (
        <div className="lw-diagram-failure">
          <ErrorState error={error} />
        </div>
      )}
      <Group gap={4} className="lw-diagram-tools">
        <ActionIcon size="sm" variant="default" aria-label={t('diagram.zoomIn')} onClick={() => zoomBy(viewer, 1.25)}>
          <IconPlus size={14} />
        </ActionIcon>
        <ActionIcon size="sm" variant="default" aria-label={t('diagram.zoomOut')} onClick={() => zoomBy(viewer, 0.8)}>
          <IconMinus size={14} />
        </ActionIcon>
        <ActionIcon size="sm" variant="default" aria-label={t('diagram.fit')} onClick={() => fit(viewer)}>
          <IconFocusCentered size={14} />
        </ActionIcon>
      </Group>
    </div>
  );
}
