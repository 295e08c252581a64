import type { ReactNode } from 'react';
import { EmptyState, Loaded, useRecordTypes, useText } from '../../../designer/kit/index.ts';
import type { RecordType } from '../../../designer/kit/index.ts';

/** Gives its content the description of a type of records, or says that there is none that the person may see. */
export function WithType({ name, children }: { readonly name: string; readonly children: (type: RecordType) => ReactNode }) {
  const { t } = useText('records');
  const types = useRecordTypes();
  return (
    <Loaded query={types}>
      {({ items }) => {
        const type = items.find((candidate) => candidate.name === name);
        return type === undefined ? <EmptyState title={t('unknownType')} description={t('unknownTypeText')} /> : children(type);
      }}
    </Loaded>
  );
}
