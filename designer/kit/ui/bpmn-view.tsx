import { lazy, Suspense } from 'react';
import type { BpmnViewProps } from './bpmn-view-types.ts';
import { LoadingState } from './states.tsx';

const LazyBpmnView = lazy(() => import('./bpmn-view-impl.tsx'));

/** A diagram to look at, with counts, path and current step laid over it. The diagram library is loaded when the first one is shown. */
export function BpmnView(props: BpmnViewProps) {
  return (
    <Suspense fallback={<LoadingState minHeight={typeof props.height === 'number' ? props.height : 320} />}>
      <LazyBpmnView {...props} />
    </Suspense>
  );
}
