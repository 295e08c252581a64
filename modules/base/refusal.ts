import type { LocalizedText } from '../../engine/port/module-contract.ts';

/** The errors that an operation declares. */
export type Refusals = readonly { readonly code: string; readonly title: LocalizedText }[];

/** Makes the function with which a module's operations declare the errors they may raise, out of all that the module knows. */
export function declareRefusals<Code extends string>(
  titles: Readonly<Record<Code, LocalizedText>>,
): (...codes: readonly Code[]) => Refusals {
  return (...codes) => codes.map((code) => ({ code, title: titles[code] }));
}
