/**
 * Where a process may be made to die, to prove that nothing is lost or done twice: work is claimed but not begun, an operation has taken
 * effect, everything is written but not committed, it is committed but nobody was woken, everybody was woken but the caller has no answer.
 */
export const FAILPOINTS = ['after-claim', 'after-effect', 'before-commit', 'after-commit', 'before-ack'] as const;
export type FailpointName = (typeof FAILPOINTS)[number];

export interface Failpoints {
  /** Kills this process without a goodbye when the point is armed and its turn has come. */
  reach(name: FailpointName): void;
}

export const NO_FAILPOINTS: Failpoints = { reach: () => undefined };

/**
 * Reads `LANEWORK_FAILPOINT`: entries `name=n` (dies the n-th time the point is reached) or `name=p%` (dies with that probability),
 * separated by commas. Throws when an entry names no point.
 */
export function readFailpoints(text: string, kill: (name: FailpointName) => void, random: () => number): Failpoints {
  const armed = new Map<string, { countdown: number | null; probability: number }>();
  for (const entry of text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const match = /^([a-z-]+)=(\d+(?:\.\d+)?)(%?)$/.exec(entry);
    const name = FAILPOINTS.find((point) => point === match?.[1]);
    if (match === null || name === undefined) {
      throw new Error(
        `Expected failpoints like "before-commit=3" or "after-effect=5%" out of ${FAILPOINTS.join(', ')}, but found "${entry}".`,
      );
    }
    const number = Number(match[2]);
    armed.set(name, match[3] === '%' ? { countdown: null, probability: number / 100 } : { countdown: number, probability: 0 });
  }
  return {
    reach(name) {
      const point = armed.get(name);
      if (point === undefined) return;
      if (point.countdown !== null) {
        point.countdown -= 1;
        if (point.countdown === 0) kill(name);
      } else if (random() < point.probability) kill(name);
    },
  };
}
