import type { Claim } from '../claim.ts';
import { ACTIVITY_CLAIMS } from './activities.ts';
import { CALL_CLAIMS } from './calls.ts';
import { COMPENSATION_CLAIMS } from './compensation.ts';
import { CATCHING_CLAIMS } from './catching.ts';
import { CONTAINER_CLAIMS } from './containers.ts';
import { DATA_CLAIMS } from './data-and-messages.ts';
import { GATEWAY_CLAIMS } from './gateways.ts';
import { THROWING_CLAIMS } from './throwing.ts';

/** A part of the standard with the claims about it. */
export interface Chapter {
  readonly title: string;
  readonly claims: readonly Claim[];
}

/** Every claim, by chapter. */
export const CHAPTERS: readonly Chapter[] = [
  { title: 'Tasks', claims: ACTIVITY_CLAIMS },
  { title: 'Calls and global tasks', claims: CALL_CLAIMS },
  { title: 'Gateways', claims: GATEWAY_CLAIMS },
  { title: 'Events that catch', claims: CATCHING_CLAIMS },
  { title: 'Events that throw', claims: THROWING_CLAIMS },
  { title: 'Sub-processes, loops and quantities', claims: CONTAINER_CLAIMS },
  { title: 'Compensation', claims: COMPENSATION_CLAIMS },
  { title: 'Data, messages and pools', claims: DATA_CLAIMS },
];
