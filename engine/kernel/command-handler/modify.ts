import type { ElementId } from '../../model/index.ts';
import { ElementFailure } from '../behavior/element-failure.ts';
import type { Instruction } from '../../model/index.ts';
import { putToken } from '../modification/put-token.ts';
import { selectTokens } from '../modification/select-tokens.ts';
import type { Aftermath } from '../modification/take-token.ts';
import { takeToken, tidyUp } from '../modification/take-token.ts';
import type { CommandProblem } from '../../model/index.ts';
import { MAX_PROBLEMS, ProblemFound } from '../problem.ts';
import type { Step } from '../step.ts';
import type { CommandHandler } from './command-handler.ts';

/** Most instructions of one command; more belong into several commands. */
export const MAX_INSTRUCTIONS = 500;

function perform(step: Step, instruction: Instruction, aftermath: Aftermath): void {
  switch (instruction.kind) {
    case 'add':
      putToken(step, instruction, null);
      return;
    case 'move':
      for (const selected of selectTokens(step, instruction.from, 'move')) {
        const scopeId = selected.kind === 'token' ? selected.token.scopeId : selected.instance.scopeId;
        takeToken(step, selected, aftermath);
        putToken(step, instruction, scopeId);
      }
      return;
    case 'cancel':
      for (const selected of selectTokens(step, instruction.from, 'cancel')) takeToken(step, selected, aftermath);
  }
}

function targetOf(instruction: Instruction): ElementId | null {
  if (instruction.kind === 'cancel') return null;
  return instruction.place.kind === 'flow' ? instruction.place.flowId : instruction.place.elementId;
}

function problemOf(error: unknown, index: number, instruction: Instruction): CommandProblem {
  if (error instanceof ProblemFound) return { code: error.code, elementId: error.elementId, index, message: error.message };
  if (error instanceof ElementFailure) return { code: error.code, elementId: targetOf(instruction), index, message: error.message };
  throw error;
}

/**
 * Changes where the tokens of a process instance are: adds, moves and cancels them, all instructions in their order as one step. Every
 * instruction is tried, so that all problems come at once; with any problem nothing is changed. Joins, conditions and what compensates are
 * looked at again when all is done; BPMN 2.0.2 knows no modification, so this is about tokens only and every other rule stays.
 */
export const modifyCommand: CommandHandler<'modify'> = (step, { instructions }) => {
  if (instructions.length === 0 || instructions.length > MAX_INSTRUCTIONS) {
    const message = `Expected 1 to ${MAX_INSTRUCTIONS} instructions, but found ${instructions.length}.`;
    return {
      kind: 'rejected',
      code: 'MODIFICATION_REFUSED',
      message,
      problems: [{ code: 'NO_INSTRUCTIONS', elementId: null, index: null, message }],
    };
  }
  const aftermath: Aftermath = { scopes: new Set(), handlers: [] };
  const problems: CommandProblem[] = [];
  for (const [index, instruction] of instructions.entries()) {
    try {
      perform(step, instruction, aftermath);
    } catch (error) {
      problems.push(problemOf(error, index, instruction));
    }
    if (problems.length >= MAX_PROBLEMS) break;
  }
  const [first] = problems;
  if (first !== undefined) {
    const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
    return { kind: 'rejected', code: 'MODIFICATION_REFUSED', message: `${first.message}${more}`, problems };
  }
  tidyUp(step, aftermath);
  return null;
};
