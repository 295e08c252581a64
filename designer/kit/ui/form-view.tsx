import { lazy, Suspense } from 'react';
import type { FormViewProps } from './form-view-types.ts';
import { LoadingState } from './states.tsx';

const LazyFormView = lazy(() => import('./form-view-impl.tsx'));

/** A form-js form. The form library is loaded when the first form is shown. */
export function FormView(props: FormViewProps) {
  return (
    <Suspense fallback={<LoadingState />}>
      <LazyFormView {...props} />
    </Suspense>
  );
}
