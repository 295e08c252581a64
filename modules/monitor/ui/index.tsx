import { Page } from '../../../designer/kit/index.ts'

/** All processes at a glance. */
export function MonitorOverview() {
  return <Page title="Monitor">{null}</Page>
}

/** One process version. */
export function MonitorProcess({ definitionId }: { readonly definitionId: string }) {
  return <Page title={definitionId}>{null}</Page>
}

/** One process instance. */
export function MonitorInstance({ instanceId }: { readonly instanceId: string }) {
  return <Page title={instanceId}>{null}</Page>
}

/** Everything that waits for somebody to look at it. */
export function MonitorIncidents() {
  return <Page title="Incidents">{null}</Page>
}
