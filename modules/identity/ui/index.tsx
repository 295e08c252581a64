import './texts.ts';

/** The page where people and their rights are kept. */
export { AdministrationPage } from './administration-page.tsx';
