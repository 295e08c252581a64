import { Page } from '../../../designer/kit/index.ts';
export function RecordListPage({ type }: { readonly type: string }) {
  return <Page title={type}>{null}</Page>;
}
export function RecordCreatePage({ type }: { readonly type: string }) {
  return <Page title={type}>{null}</Page>;
}
export function RecordPage({ type, id }: { readonly type: string; readonly id: string }) {
  return <Page title={type + id}>{null}</Page>;
}
