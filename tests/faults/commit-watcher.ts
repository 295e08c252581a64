import type { Link, Watcher } from './fault-proxy.ts';

/**
 * Where a connection is broken at COMMIT: before it reaches the server, while it is on its way (the server does it, nobody hears), after the server has done
 * it and before its answer is passed on, or never broken but dead: the answer is lost and nobody is told.
 */
export const COMMIT_MOMENTS = ['before', 'underway', 'after', 'unanswered'] as const;
export type CommitMoment = (typeof COMMIT_MOMENTS)[number];

/** Start-up packets that open no session: requests for TLS, for GSS encryption, and to cancel a statement. */
const NO_SESSION: ReadonlySet<number> = new Set([80877102, 80877103, 80877104]);
const COMMIT_TEXT = /(?:^|;)\s*(?:commit|end)\s*;?\s*$/i;

/** Reads the messages of PostgreSQL's protocol 3.0 on the connections of `application`, and breaks those at COMMIT that `moment` says. */
export function watchCommits(application: string, moment: () => CommitMoment | null): (link: Link) => Watcher {
  return (link) => new CommitWatcher(link, application, moment);
}

class CommitWatcher implements Watcher {
  readonly #link: Link;
  readonly #application: string;
  readonly #moment: () => CommitMoment | null;
  /** Names of prepared statements that commit. */
  readonly #committing = new Set<string>();
  #isStarted = false;
  #isWatched = false;
  #clientRest: Buffer = Buffer.alloc(0);
  #serverRest: Buffer = Buffer.alloc(0);
  /** What is to happen when the server says that it has committed. */
  #atAnswer: 'after' | 'unanswered' | null = null;
  #isOver = false;

  constructor(link: Link, application: string, moment: () => CommitMoment | null) {
    this.#link = link;
    this.#application = application;
    this.#moment = moment;
  }

  fromClient(bytes: Buffer): void {
    if (this.#isOver) return;
    if (this.#isStarted && !this.#isWatched) {
      this.#link.toServer(bytes);
      return;
    }
    const all = Buffer.concat([this.#clientRest, bytes]);
    let passed = 0;
    for (let end = this.#endOfClientMessage(all, 0); end !== null; end = this.#endOfClientMessage(all, passed)) {
      const message = all.subarray(passed, end);
      if (this.#isStarted) {
        if (this.#isCommit(message) && this.#breakAt(all.subarray(0, passed), all)) return;
      } else this.#begin(message);
      passed = end;
    }
    this.#clientRest = Buffer.from(all.subarray(passed));
    if (passed > 0) this.#link.toServer(all.subarray(0, passed));
  }

  fromServer(bytes: Buffer): void {
    if (this.#isOver) return;
    if (!this.#isWatched) {
      this.#link.toClient(bytes);
      return;
    }
    const all = Buffer.concat([this.#serverRest, bytes]);
    let passed = 0;
    while (all.length >= passed + 5 && all.length >= passed + 1 + all.readInt32BE(passed + 1)) {
      const end = passed + 1 + all.readInt32BE(passed + 1);
      if (this.#atAnswer !== null && this.#endsWait(all.subarray(passed, end))) {
        if (passed > 0) this.#link.toClient(all.subarray(0, passed));
        return;
      }
      passed = end;
    }
    this.#serverRest = Buffer.from(all.subarray(passed));
    if (passed > 0) this.#link.toClient(all.subarray(0, passed));
  }

  /** The first message has no type: length, version, then names and values. */
  #endOfClientMessage(all: Buffer, start: number): number | null {
    const lengthAt = this.#isStarted ? start + 1 : start;
    if (all.length < lengthAt + 4) return null;
    const end = lengthAt + all.readInt32BE(lengthAt);
    return all.length >= end ? end : null;
  }

  #begin(message: Buffer): void {
    if (NO_SESSION.has(message.readInt32BE(4))) return;
    this.#isStarted = true;
    const words = message.subarray(8).toString().split('\0');
    this.#isWatched = words[words.indexOf('application_name') + 1] === this.#application;
  }

  #isCommit(message: Buffer): boolean {
    const type = String.fromCharCode(message[0] ?? 0);
    const [first = '', second = ''] = message.subarray(5).toString('latin1').split('\0', 2);
    if (type === 'Q') return COMMIT_TEXT.test(first);
    if (type === 'P') {
      if (COMMIT_TEXT.test(second)) this.#committing.add(first);
      else this.#committing.delete(first);
      return false;
    }
    return type === 'B' && this.#committing.has(second);
  }

  /** Breaks the connection at this COMMIT, if it is its turn; true when it is broken or dead already. */
  #breakAt(before: Buffer, all: Buffer): boolean {
    if (this.#atAnswer !== null) return false;
    const moment = this.#moment();
    if (moment === null) return false;
    if (moment === 'after' || moment === 'unanswered') {
      this.#atAnswer = moment;
      return false;
    }
    this.#isOver = true;
    const passed = moment === 'before' ? before : all;
    if (passed.length > 0) this.#link.toServer(passed);
    this.#link.cut();
    return true;
  }

  /** True when this message is the answer that must not get through. */
  #endsWait(message: Buffer): boolean {
    const type = String.fromCharCode(message[0] ?? 0);
    if (type === 'C') {
      const tag = message.subarray(5, -1).toString('latin1');
      if (tag === 'ROLLBACK') this.#atAnswer = null;
      if (tag !== 'COMMIT') return false;
      this.#isOver = true;
      if (this.#atAnswer === 'after') this.#link.cut();
      else this.#link.die();
      return true;
    }
    // The transaction ended without a commit: refused by the server.
    if (type === 'Z' && message.subarray(5).toString('latin1') === 'I') this.#atAnswer = null;
    return false;
  }
}
