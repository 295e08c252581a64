import type { Operation } from '../../../engine/port/module-contract.ts';
import { customerGet } from './customer-get.ts';
import { dealStageRevert } from './deal-stage-revert.ts';
import { dealStage } from './deal-stage.ts';
import { messageSend } from './message-send.ts';

/** Operations of the CRM as the registry takes them. The registry parses the input by each operation's schema before `run`. */
export const operations: readonly Operation[] = [customerGet, dealStage, dealStageRevert, messageSend].map(
  // The registry hands `run` only what `input` has parsed, so the narrower input type is safe behind the general one.
  (operation) => operation as unknown as Operation,
);
