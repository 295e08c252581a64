import { Page } from '../../../designer/kit/index.ts';
export function AdministrationPage() {
  return <Page title="Administration">{null}</Page>;
}
