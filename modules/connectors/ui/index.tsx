import './texts.ts';

/** The page of what calls in and of what diagrams call. */
export { ConnectorsPage } from './connectors-page.tsx';
