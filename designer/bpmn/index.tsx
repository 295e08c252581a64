import './texts.ts';
import { lazy, Suspense } from 'react';
import { LoadingState } from '../kit/index.ts';
import { DefinitionPage } from './page/definition-page.tsx';
import { ProcessListPage } from './page/process-list-page.tsx';

const DraftPage = lazy(() => import('./page/draft-page.tsx'));

/** The designer: the list of processes and drafts, one version to look at, or one draft to edit. The modeler is loaded with the first draft. */
export default function DesignerPage({
  draftId,
  definitionId,
  create = false,
}: {
  readonly draftId?: string;
  readonly definitionId?: string;
  readonly create?: boolean;
}) {
  if (draftId !== undefined) {
    return (
      <Suspense fallback={<LoadingState minHeight={400} />}>
        <DraftPage draftId={draftId} />
      </Suspense>
    );
  }
  if (definitionId !== undefined) return <DefinitionPage definitionId={definitionId} />;
  return <ProcessListPage create={create} />;
}
