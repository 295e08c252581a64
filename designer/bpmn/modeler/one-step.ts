import type Modeler from 'bpmn-js/lib/Modeler';
import { service } from './services.ts';

const COMMAND = 'lanework.oneStep';

/** Runs the work given to it before anything else, so that all commands in it count as one. */
class OneStepHandler {
  preExecute(context: { readonly work: () => void }): void {
    context.work();
  }
}

class OneStep {
  static readonly $inject = ['commandStack'];

  constructor(commandStack: { registerHandler(command: string, handler: typeof OneStepHandler): void }) {
    commandStack.registerHandler(COMMAND, OneStepHandler);
  }
}

/** The module behind `inOneStep`. */
export const oneStepModule = { __init__: ['laneworkOneStep'], laneworkOneStep: ['type', OneStep] };

/** Makes several changes of the diagram one step for undo and redo. */
export function inOneStep(modeler: Modeler, work: () => void): void {
  service(modeler, 'commandStack').execute(COMMAND, { work });
}
