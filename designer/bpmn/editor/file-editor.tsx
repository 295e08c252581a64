import { lazy, Suspense } from 'react';
import { LoadingState } from '../../kit/index.ts';
import type { Resource } from '../api.ts';
import { useDesignerText } from '../texts.ts';
import { kindOf } from './resources.ts';

const FormResourceEditor = lazy(() => import('./form-editor.tsx'));
const DecisionResourceEditor = lazy(() => import('./decision-editor.tsx'));

/** A form or decision in its editor, in the place of the diagram. Each editor is loaded when the first file of its kind is opened. */
export function FileEditor(props: { readonly file: Resource; readonly onChange: (file: Resource) => void; readonly onClose: () => void }) {
  const { t } = useDesignerText();
  const { file, onChange, onClose } = props;
  const Editor = kindOf(file.name) === 'form' ? FormResourceEditor : DecisionResourceEditor;
  return (
    <div className="lw-designer-file">
      <button type="button" className="lw-file-close" onClick={onClose} data-testid="back-to-diagram">
        {t('files.backToDiagram')}
      </button>
      <Suspense fallback={<LoadingState />}>
        <Editor key={file.name} resource={file} onChange={onChange} />
      </Suspense>
    </div>
  );
}
