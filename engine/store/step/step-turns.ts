/** How long members of a group take turns after the first of them, in milliseconds; those whose turn has not come by then are put out. */
const TURNS_MS = 100;
/** Longest turn, in milliseconds; what the others did before it cannot be committed sooner. */
const LONGEST_TURN_MS = 1_000;

/** Lets the members of a group do one after another what two of them must not do at a time. Who has waited longest is next. */
export class StepTurns<Member> {
  readonly #waiting = new Map<Member, ((isGiven: boolean) => void)[]>();
  #holder: Member | null = null;
  /** When the first turn was over; it may have waited for what another group had, and all that wait behind it for the same follow at once. */
  #firstEndedMs: number | null = null;
  #turnBegunMs = 0;

  /** Resolves to true when it is the member's turn, which ends with the member; to false when it will not come. */
  wait(member: Member): Promise<boolean> {
    return new Promise((resolve) => {
      const others = this.#waiting.get(member);
      if (others === undefined) this.#waiting.set(member, [resolve]);
      else others.push(resolve);
    });
  }

  isWaiting(member: Member): boolean {
    return this.#waiting.has(member);
  }

  /** True when nobody waits. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Who has the turn, or had it last; null before the first. */
  get holder(): Member | null {
    return this.#holder;
  }

  /** True when the time for turns is over. */
  get isOver(): boolean {
    return this.#firstEndedMs !== null && performance.now() - this.#firstEndedMs > TURNS_MS;
  }

  /** Time that is left of the turn, in milliseconds; null before the first. */
  get leftMs(): number | null {
    return this.#holder === null ? null : Math.max(0, this.#turnBegunMs + LONGEST_TURN_MS - performance.now());
  }

  /** To be called when the turn before is over. */
  giveNext(): void {
    const [next] = this.#waiting.keys();
    if (next === undefined) return;
    this.#turnBegunMs = performance.now();
    if (this.#holder !== null) this.#firstEndedMs ??= this.#turnBegunMs;
    this.#holder = next;
    this.#answer(next, true);
  }

  /** No turn comes any more. */
  refuseAll(): void {
    for (const member of this.#waiting.keys()) this.#answer(member, false);
  }

  #answer(member: Member, isGiven: boolean): void {
    const resolves = this.#waiting.get(member) ?? [];
    this.#waiting.delete(member);
    for (const resolve of resolves) resolve(isGiven);
  }
}
