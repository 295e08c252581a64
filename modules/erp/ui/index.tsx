import './texts.ts';

/** The pages of the goods and money module that are more than a list of records. */
export { StockPage } from './stock-page.tsx';
