import { Page } from '../../../designer/kit/index.ts';
export function StockPage() {
  return <Page title="Stock">{null}</Page>;
}
