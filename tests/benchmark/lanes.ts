/** Does `count` pieces of work, at most `width` at a time; the first failure ends it. `work` gets the number of the piece and of its lane. */
export async function inLanes(count: number, width: number, work: (index: number, lane: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async (_, lane) => {
      while (next < count) {
        const index = next;
        next += 1;
        await work(index, lane);
      }
    }),
  );
}
