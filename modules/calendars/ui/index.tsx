import './texts.ts';

/** The page where working hours and holidays are kept. */
export { CalendarsPage } from './calendars-page.tsx';
