import { Page } from '../kit/index.ts'

/** The designer. */
export default function DesignerPage({ definitionId, draftId }: { readonly definitionId?: string; readonly draftId?: string }) {
  return <Page title={definitionId ?? draftId ?? 'Designer'}>{null}</Page>
}
