import type { Route } from '../route.ts';
import { apiTokenRoutes } from './api-tokens.ts';
import { calendarRoutes } from './calendars.ts';
import { deploymentRoutes } from './deployments.ts';
import { draftRoutes } from './drafts.ts';
import { eventRoutes } from './events.ts';
import { groupRoutes } from './groups.ts';
import { healthRoutes } from './health.ts';
import { importRoutes } from './imports.ts';
import { incidentRoutes } from './incidents.ts';
import { jobRoutes } from './jobs.ts';
import { messageRoutes } from './messages.ts';
import { operationRoutes } from './operations.ts';
import { overviewRoutes } from './overview.ts';
import { processDefinitionRoutes } from './process-definitions.ts';
import { processInstanceRoutes } from './process-instances.ts';
import { repairRoutes } from './repair.ts';
import { retentionRoutes } from './retention.ts';
import { sessionRoutes } from './session.ts';
import { settingsRoutes } from './settings.ts';
import { systemRoutes } from './system.ts';
import { taskRoutes } from './tasks.ts';
import { userRoutes } from './users.ts';

/** Every route of the core, in the order of the documentation. Where two paths fit, the earlier one answers. */
export const coreRoutes: readonly Route[] = [
  ...sessionRoutes,
  ...settingsRoutes,
  ...userRoutes,
  ...groupRoutes,
  ...apiTokenRoutes,
  ...processDefinitionRoutes,
  ...calendarRoutes,
  ...deploymentRoutes,
  ...draftRoutes,
  ...importRoutes,
  ...operationRoutes,
  ...processInstanceRoutes,
  ...repairRoutes,
  ...retentionRoutes,
  ...taskRoutes,
  ...incidentRoutes,
  ...messageRoutes,
  ...jobRoutes,
  ...overviewRoutes,
  ...systemRoutes,
  ...eventRoutes,
  ...healthRoutes,
];
