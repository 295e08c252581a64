import { Page } from '../../../designer/kit/index.ts'
export function InboxPage() { return <Page title="Inbox">{null}</Page> }
export function TaskPage({ taskId }: { readonly taskId: string }) { return <Page title={taskId}>{null}</Page> }
export function StartPage() { return <Page title="Start">{null}</Page> }
