import type { RecordType } from '../../../engine/port/module.ts';
import { contactType } from './contact.ts';
import { counterpartyType } from './counterparty.ts';
import { customerCounterpartyType } from './customer-counterparty.ts';
import { customerType } from './customer.ts';
import { dealType } from './deal.ts';
import { interactionType } from './interaction.ts';

/** Record types of the CRM, in the order in which menus show them. */
export const recordTypes: readonly RecordType[] = [
  customerType,
  counterpartyType,
  customerCounterpartyType,
  contactType,
  dealType,
  interactionType,
];
