import type { Invariant } from '../../../engine/port/module-contract.ts';
import { invoiceInvariants } from './invoice.ts';
import { orderInvariants } from './order.ts';
import { stockInvariants } from './stock.ts';
import { unitInvariants } from './unit.ts';

/** What must always hold in the ERP; any row that a statement returns is a violation. */
export const invariants: readonly Invariant[] = [...stockInvariants, ...unitInvariants, ...orderInvariants, ...invoiceInvariants];
