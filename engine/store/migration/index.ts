import type { ModuleMigration } from '../../port/module-contract.ts';
import { deploymentMigration } from './20261121-01-deployment.ts';
import { instanceMigration } from './20261121-02-instance.ts';
import { workMigration } from './20261121-03-work.ts';
import { journalMigration } from './20261121-04-journal.ts';
import { readSideMigration } from './20261121-05-read-side.ts';
import { processStartsMigration } from './20261126-06-process-starts.ts';
import { businessCalendarMigration } from './20261126-07-business-calendar.ts';
import { messagesMigration } from './20261126-08-messages.ts';
import { teamCalendarMigration } from './20261126-09-team-calendar.ts';
import { historyPartitionsMigration } from './20261126-10-history-partitions.ts';
import { workLossesMigration } from './20261126-11-work-losses.ts';
import { requestLogMigration } from './20261126-12-request-log.ts';
import { nodeMigration } from './20261126-13-node.ts';
import { retentionMigration } from './20261126-14-retention.ts';
import { traceParentMigration } from './20261126-15-trace-parent.ts';
import { fairClaimsMigration } from './20261126-16-fair-claims.ts';
import { leanIndexesMigrations } from './20261126-17-lean-indexes.ts';
import { roomForUpdatesMigration } from './20261127-18-room-for-updates.ts';
import { jobPriorityMigration } from './20261127-19-job-priority.ts';

/** The engine's own migrations, in order. A released one is never edited; a change is a new one. */
export const engineMigrations: readonly ModuleMigration[] = [
  deploymentMigration,
  instanceMigration,
  workMigration,
  journalMigration,
  readSideMigration,
  processStartsMigration,
  businessCalendarMigration,
  messagesMigration,
  teamCalendarMigration,
  historyPartitionsMigration,
  workLossesMigration,
  requestLogMigration,
  nodeMigration,
  retentionMigration,
  traceParentMigration,
  fairClaimsMigration,
  ...leanIndexesMigrations,
  roomForUpdatesMigration,
  jobPriorityMigration,
];
