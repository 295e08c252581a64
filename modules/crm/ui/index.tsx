import './texts.ts';

/** The pages of the customer module that are more than a list of records. */
export { DealBoardPage } from './deal-board-page.tsx';
export { MailboxPage } from './mailbox-page.tsx';
