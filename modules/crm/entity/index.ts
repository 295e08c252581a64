import type { EntitySchema } from '@mikro-orm/postgresql';
import { Contact } from './contact.ts';
import { Counterparty } from './counterparty.ts';
import { CustomerCounterparty } from './customer-counterparty.ts';
import { Customer } from './customer.ts';
import { Deal } from './deal.ts';
import { Interaction } from './interaction.ts';
import { Message } from './message.ts';

/** Entities of the CRM that lists, records and reports read. */
export const entities: readonly EntitySchema[] = [Customer, Counterparty, CustomerCounterparty, Contact, Deal, Interaction, Message];
