import './texts.ts';

/** The pages of the inbox: the list of tasks, one task, and starting a process. */
export { InboxPage } from './inbox-page.tsx';
export { StartPage } from './start-page.tsx';
export { TaskPage } from './task-page.tsx';
