/** Somebody who waits for jobs: the types he takes, and how many. */
export interface Hand {
  readonly types: readonly string[];
  readonly room: number;
}

/**
 * Deals jobs in turn: each goes to the next hand that takes its type and has room, so that few jobs spread over all that wait, and who
 * has waited longest begins. Jobs that nobody has room for are left out.
 */
export function dealJobs<Job extends { readonly type: string }, Taker extends Hand>(
  jobs: readonly Job[],
  hands: readonly Taker[],
): readonly { readonly job: Job; readonly hand: Taker }[] {
  const room = hands.map((hand) => hand.room);
  const dealt: { job: Job; hand: Taker }[] = [];
  let turn = 0;
  for (const job of jobs) {
    for (let offset = 0; offset < hands.length; offset += 1) {
      const place = (turn + offset) % hands.length;
      const hand = hands[place];
      if (hand === undefined || (room[place] ?? 0) <= 0 || !hand.types.includes(job.type)) continue;
      room[place] = (room[place] ?? 0) - 1;
      dealt.push({ job, hand });
      turn = (place + 1) % hands.length;
      break;
    }
  }
  return dealt;
}
