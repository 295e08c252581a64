import type { RouteComponent } from '@tanstack/react-router';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, useParams } from '@tanstack/react-router';
import { lazy } from 'react';
import { parseSearch, stringifySearch } from '../kit/navigation/search.ts';
import { ErrorState, LoadingState } from '../kit/ui/states.tsx';
import { NotFoundPage } from './not-found.tsx';
import { Shell } from './shell.tsx';

const MonitorProcess = lazy(async () => ({ default: (await import('../../modules/monitor/ui/index.tsx')).MonitorProcess }));
const MonitorInstance = lazy(async () => ({ default: (await import('../../modules/monitor/ui/index.tsx')).MonitorInstance }));
const MonitorModify = lazy(async () => ({ default: (await import('../../modules/monitor/ui/index.tsx')).MonitorModify }));
const MonitorMigrate = lazy(async () => ({ default: (await import('../../modules/monitor/ui/index.tsx')).MonitorMigrate }));
const MonitorMigrateMany = lazy(async () => ({ default: (await import('../../modules/monitor/ui/index.tsx')).MonitorMigrateMany }));
const DesignerPage = lazy(() => import('../bpmn/index.tsx'));
const TaskPage = lazy(async () => ({ default: (await import('../../modules/inbox/ui/index.tsx')).TaskPage }));
const RecordList = lazy(async () => ({ default: (await import('../../modules/records/ui/index.tsx')).RecordListPage }));
const RecordForm = lazy(async () => ({ default: (await import('../../modules/records/ui/index.tsx')).RecordCreatePage }));
const RecordView = lazy(async () => ({ default: (await import('../../modules/records/ui/index.tsx')).RecordPage }));

/** The parameters of the address; the empty text stands for one that the route does not have. */
function useParameter(name: string): string {
  const parameters: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return parameters[name] ?? '';
}

const rootRoute = createRootRoute({ component: Shell });

function page(path: string, component: RouteComponent) {
  return createRoute({ getParentRoute: () => rootRoute, path, component });
}

const routes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    beforeLoad: () => {
      // The router's way to leave for another page is to throw its redirect.
      throw redirect({ to: '/inbox' });
    },
  }),
  page(
    '/inbox',
    lazyRouteComponent(() => import('../../modules/inbox/ui/index.tsx'), 'InboxPage'),
  ),
  page('/inbox/$taskId', () => {
    const taskId = useParameter('taskId');
    return <TaskPage key={taskId} taskId={taskId} />;
  }),
  page(
    '/start',
    lazyRouteComponent(() => import('../../modules/inbox/ui/index.tsx'), 'StartPage'),
  ),
  page('/designer', () => <DesignerPage />),
  page('/designer/new', () => <DesignerPage create />),
  page('/designer/drafts/$draftId', () => {
    const draftId = useParameter('draftId');
    return <DesignerPage key={draftId} draftId={draftId} />;
  }),
  page('/designer/definitions/$definitionId', () => {
    const definitionId = useParameter('definitionId');
    return <DesignerPage key={definitionId} definitionId={definitionId} />;
  }),
  page(
    '/monitor',
    lazyRouteComponent(() => import('../../modules/monitor/ui/index.tsx'), 'MonitorOverview'),
  ),
  page(
    '/monitor/incidents',
    lazyRouteComponent(() => import('../../modules/monitor/ui/index.tsx'), 'MonitorIncidents'),
  ),
  page('/monitor/processes/$definitionId', () => <MonitorProcess definitionId={useParameter('definitionId')} />),
  page('/monitor/instances/$instanceId', () => <MonitorInstance instanceId={useParameter('instanceId')} />),
  page('/monitor/processes/$definitionId/migrate', () => <MonitorMigrateMany definitionId={useParameter('definitionId')} />),
  page('/monitor/instances/$instanceId/modify', () => <MonitorModify instanceId={useParameter('instanceId')} />),
  page('/monitor/instances/$instanceId/migrate', () => <MonitorMigrate instanceId={useParameter('instanceId')} />),
  page('/records/$type', () => {
    const type = useParameter('type');
    return <RecordList key={type} type={type} />;
  }),
  page('/records/$type/new', () => <RecordForm type={useParameter('type')} />),
  page('/records/$type/$id', () => {
    const id = useParameter('id');
    return <RecordView key={id} type={useParameter('type')} id={id} />;
  }),
  page(
    '/deals',
    lazyRouteComponent(() => import('../../modules/crm/ui/index.tsx'), 'DealBoardPage'),
  ),
  page(
    '/mailbox',
    lazyRouteComponent(() => import('../../modules/crm/ui/index.tsx'), 'MailboxPage'),
  ),
  page(
    '/stock',
    lazyRouteComponent(() => import('../../modules/erp/ui/index.tsx'), 'StockPage'),
  ),
  page(
    '/connectors',
    lazyRouteComponent(() => import('../../modules/connectors/ui/index.tsx'), 'ConnectorsPage'),
  ),
  page(
    '/calendars',
    lazyRouteComponent(() => import('../../modules/calendars/ui/index.tsx'), 'CalendarsPage'),
  ),
  page(
    '/system',
    lazyRouteComponent(() => import('../../modules/system/ui/index.tsx'), 'SystemPage'),
  ),
  page(
    '/retention',
    lazyRouteComponent(() => import('../../modules/monitor/ui/index.tsx'), 'RetentionPage'),
  ),
  page(
    '/administration',
    lazyRouteComponent(() => import('../../modules/identity/ui/index.tsx'), 'AdministrationPage'),
  ),
];

/** Makes the router. Each page's code is loaded when the page is first opened. */
export function createAppRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren(routes),
    parseSearch,
    stringifySearch,
    defaultPendingComponent: () => <LoadingState />,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}
