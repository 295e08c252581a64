import type { BusinessRecord } from '../../../designer/kit/index.ts';
import { sumDecimals } from '../../../designer/kit/format/decimal.ts';

/** A sum of amounts in one currency; exact, as a decimal string. */
export interface StageSum {
  readonly currency: string | null;
  readonly sum: string;
}

/** One column of the board. */
export interface StageColumn {
  readonly stage: string;
  readonly label: string;
  readonly deals: readonly BusinessRecord[];
  /** One sum per currency: amounts of different currencies are never added. */
  readonly sums: readonly StageSum[];
}

/** Sorts deals into the columns of the board, in the order of the stages; a stage without deals keeps its empty column. */
export function boardOf(
  deals: readonly BusinessRecord[],
  stages: readonly { readonly value: string; readonly label: string }[],
  stageField: string,
  amountField: string,
): readonly StageColumn[] {
  return stages.map(({ value, label }) => {
    const own = deals.filter((deal) => deal[stageField] === value);
    return { stage: value, label, deals: own, sums: sumsOf(own, amountField) };
  });
}

function sumsOf(deals: readonly BusinessRecord[], amountField: string): readonly StageSum[] {
  const byCurrency = new Map<string | null, string[]>();
  for (const deal of deals) {
    const amount = deal[amountField];
    const currency = typeof deal['currency'] === 'string' ? deal['currency'] : null;
    if (typeof amount === 'string') byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), amount]);
  }
  return [...byCurrency].map(([currency, amounts]) => ({ currency, sum: sumDecimals(amounts) }));
}
