import type { JsonObject } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { CalledInstanceWait } from '../behavior/called-instance.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { raiseIncident } from '../behavior/incident.ts';
import { throwError, unhandledError } from '../behavior/throw-error.ts';
import { closeWait } from '../behavior/waits.ts';
import type { Step } from '../step.ts';
import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';

/** Keeps the call open without a called instance, with an incident; resolving it calls again. */
function raiseCallIncident(step: Step, source: ElementInstance, wait: CalledInstanceWait, code: string, message: string): void {
  if (wait.calledInstanceId !== null) step.emit({ kind: 'waitChanged', wait: { ...wait, calledInstanceId: null } });
  raiseIncident(step, source, code, message);
}

function complete(step: Step, source: ElementInstance, wait: CalledInstanceWait, variables: JsonObject): void {
  const node = step.node(source.elementId);
  const takesAll = node.kind !== 'callActivity' || node.propagateAllChildVariables || node.outputMappings.length > 0;
  closeWait(step, wait, 'done');
  completeElement(step, source, takesAll ? variables : {});
}

/** The called process instance is over: its variables are the result; its uncaught error is thrown at the call activity. */
export const calledInstanceEndedCommand: CommandHandler<'calledInstanceEnded'> = (step, command) => {
  const wait = step.draft.waits[command.waitId];
  if (wait?.kind !== 'calledInstance') return notFound('an open call', command.waitId);
  const source = step.instance(wait.elementInstanceId);
  const { outcome } = command;
  switch (outcome.kind) {
    case 'completed':
      complete(step, source, wait, outcome.variables);
      return null;
    case 'notFound':
      raiseCallIncident(step, source, wait, 'CALLED_PROCESS_NOT_FOUND', outcome.message);
      return null;
    case 'terminated':
      raiseCallIncident(
        step,
        source,
        wait,
        'CALLED_INSTANCE_CANCELLED',
        `Expected the called instance of "${wait.processId}" to complete, but it was cancelled.`,
      );
      return null;
    case 'error': {
      // The called instance has ended already: nothing is left that closing the wait would have to cancel.
      const ended: CalledInstanceWait = { ...wait, calledInstanceId: null };
      step.emit({ kind: 'waitChanged', wait: ended });
      if (throwError(step, source, { code: outcome.errorCode, message: outcome.message, variables: outcome.variables })) return null;
      raiseCallIncident(step, source, ended, 'UNHANDLED_ERROR', unhandledError(outcome.errorCode, outcome.message));
      return null;
    }
  }
};
