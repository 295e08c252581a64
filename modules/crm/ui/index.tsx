import { Page } from '../../../designer/kit/index.ts';
export function DealBoardPage() {
  return <Page title="Deals">{null}</Page>;
}
export function MailboxPage() {
  return <Page title="Mailbox">{null}</Page>;
}
