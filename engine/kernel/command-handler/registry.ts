import type { CommandKind } from '../command.ts';
import type { CommandHandler } from './command-handler.ts';
import { assignTaskCommand } from './assign-task.ts';
import { calledInstanceEndedCommand } from './called-instance-ended.ts';
import { calledInstanceEscalatedCommand } from './called-instance-escalated.ts';
import { calledInstanceStartedCommand } from './called-instance-started.ts';
import { cancelCommand } from './cancel.ts';
import { completeJobCommand } from './complete-job.ts';
import { completeTaskCommand } from './complete-task.ts';
import { continueCommand } from './continue.ts';
import { deliverMessageCommand } from './deliver-message.ts';
import { deliverSignalCommand } from './deliver-signal.ts';
import { failJobCommand } from './fail-job.ts';
import { fireTimerCommand } from './fire-timer.ts';
import { migrateCommand } from './migrate.ts';
import { modifyCommand } from './modify.ts';
import { resolveIncidentCommand } from './resolve-incident.ts';
import { resumeCommand } from './resume.ts';
import { setVariablesCommand } from './set-variables.ts';
import { startCommand } from './start.ts';
import { suspendCommand } from './suspend.ts';
import { throwErrorCommand } from './throw-error.ts';
import { throwEscalationCommand } from './throw-escalation.ts';

/** One handler per kind of command: a kind without a handler does not compile. */
export const COMMAND_HANDLERS: { readonly [Kind in CommandKind]: CommandHandler<Kind> } = {
  start: startCommand,
  completeTask: completeTaskCommand,
  assignTask: assignTaskCommand,
  completeJob: completeJobCommand,
  failJob: failJobCommand,
  throwError: throwErrorCommand,
  throwEscalation: throwEscalationCommand,
  fireTimer: fireTimerCommand,
  deliverMessage: deliverMessageCommand,
  deliverSignal: deliverSignalCommand,
  calledInstanceStarted: calledInstanceStartedCommand,
  calledInstanceEnded: calledInstanceEndedCommand,
  calledInstanceEscalated: calledInstanceEscalatedCommand,
  setVariables: setVariablesCommand,
  resolveIncident: resolveIncidentCommand,
  continue: continueCommand,
  modify: modifyCommand,
  migrate: migrateCommand,
  suspend: suspendCommand,
  resume: resumeCommand,
  cancel: cancelCommand,
};
