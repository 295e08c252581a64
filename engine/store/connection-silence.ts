/** Between two looks at the connections, in milliseconds. */
export const LOOK_EVERY_MS = 500;
/**
 * A look that comes later after the one before tells nothing: the event loop was blocked or the process got no processor, so nobody could have
 * read an answer. In milliseconds.
 */
const LONGEST_LOOK_MS = 2 * LOOK_EVERY_MS;
/** How long an answer must have been waited for before the server is asked about its connection, in milliseconds of looks in time. */
const SILENT_MS = 3 * LOOK_EVERY_MS;
/** Times that the server must have said that it has nothing in hand, with nothing done between them. */
const CONFIRMATIONS = 2;
/**
 * The wait must be so many times as long as the server took to be asked. A question is a new session and several answers of it; where that takes
 * long, the machine or the way to it is busy, and an old session may be as late.
 */
const QUESTIONS_PER_WAIT = 5;

/** What can be seen of a connection from here. */
export interface ConnectionView {
  /** Bytes that have come in since it was made. */
  readonly bytesRead: number;
  /** True while somebody waits for an answer on it. */
  readonly isWaiting: boolean;
}

/** What the server says of the session of a connection: it works on something, it does not and has not since `since`, or it does not exist. */
export type SessionSight = { readonly kind: 'works' } | { readonly kind: 'rests'; readonly since: string } | { readonly kind: 'gone' };

/** How long one connection has been silent, and what the server has said about it meanwhile. */
export class ConnectionSilence {
  #bytesRead = 0;
  #silentMs = 0;
  #waitedMs = 0;
  #confirmations = 0;
  #sight: SessionSight = { kind: 'works' };

  /** Notes what is seen at a look that comes `elapsedMs` after the one before. */
  look({ bytesRead, isWaiting }: ConnectionView, elapsedMs: number): void {
    if (bytesRead !== this.#bytesRead) {
      this.#bytesRead = bytesRead;
      this.#silentMs = 0;
      this.#forget();
    } else if (!isWaiting) this.#forget();
    if (elapsedMs > LONGEST_LOOK_MS) return;
    this.#silentMs += elapsedMs;
    if (isWaiting) this.#waitedMs += elapsedMs;
  }

  /** True when an answer has been waited for so long that the server should be asked. */
  get isDoubtful(): boolean {
    return this.#waitedMs >= SILENT_MS;
  }

  /** True when nothing has come for so long, whether something was waited for or not. */
  get isSilent(): boolean {
    return this.#silentMs >= SILENT_MS;
  }

  /** Notes what the server says, `questionMs` after it was asked; true when the answer that is waited for will never come. */
  hear(sight: SessionSight, { bytesRead, isWaiting }: ConnectionView, questionMs: number): boolean {
    const isSilent = isWaiting && bytesRead === this.#bytesRead;
    if (!isSilent || sight.kind === 'works') this.#confirmations = 0;
    else this.#confirmations = isUnmoved(this.#sight, sight) ? this.#confirmations + 1 : 1;
    this.#sight = sight;
    return this.#confirmations >= CONFIRMATIONS && this.#waitedMs >= QUESTIONS_PER_WAIT * questionMs;
  }

  #forget(): void {
    this.#waitedMs = 0;
    this.#confirmations = 0;
  }
}

/** True when a session has done nothing between two answers about it. */
function isUnmoved(before: SessionSight, now: SessionSight): boolean {
  if (before.kind === 'rests' && now.kind === 'rests') return before.since === now.since;
  return before.kind === now.kind;
}
