import './system.css';
import './texts.ts';

/** The page that shows how the installation does. */
export { SystemPage } from './system-page.tsx';
