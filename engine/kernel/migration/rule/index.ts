import type { MigrationRule } from '../context.ts';
import { adHocOrder } from './ad-hoc-order.ts';
import { boundaryEvent } from './boundary-event.ts';
import { callActivity } from './call-activity.ts';
import { compensation } from './compensation.ts';
import { eventDefinition } from './event-definition.ts';
import { eventGateway } from './event-gateway.ts';
import { eventSubProcess } from './event-sub-process.ts';
import { kind } from './kind.ts';
import { knownElements } from './known-elements.ts';
import { loop } from './loop.ts';
import { mapped } from './mapped.ts';
import { mappedTwice } from './mapped-twice.ts';
import { scope } from './scope.ts';
import { waitingToken } from './waiting-token.ts';
import { work } from './work.ts';

/** Every rule that a migration has to keep, in the order in which their problems are told. */
export const MIGRATION_RULES: readonly MigrationRule[] = [
  knownElements,
  mapped,
  kind,
  scope,
  loop,
  boundaryEvent,
  eventDefinition,
  eventGateway,
  eventSubProcess,
  waitingToken,
  mappedTwice,
  work,
  callActivity,
  adHocOrder,
  compensation,
];
