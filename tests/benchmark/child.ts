import { fork } from 'node:child_process';
import { once } from 'node:events';

/** What a child says when it could not do what it was asked. */
export interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

/** A process that answers one request after the other. */
export interface Child<Request, Answer> {
  readonly pid: number;
  /** Fails with the child's message when it answers `failed`, or when it ends. One request at a time. */
  ask(request: Request): Promise<Exclude<Answer, Failed>>;
  /** Ends it and waits until it has ended. */
  close(): Promise<void>;
}

/** Starts a Node process that calls `serveParent` with the same types. */
export function openChild<Request extends object, Answer extends { readonly kind: string }>(entry: string): Child<Request, Answer> {
  const child = fork(entry, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let waiting: PromiseWithResolvers<Answer> | null = null;
  child.on('message', (answer: Answer) => waiting?.resolve(answer));
  child.on('exit', (code) => waiting?.reject(new Error(`Expected the process of ${entry} to answer, but it ended with ${String(code)}.`)));
  return {
    pid: child.pid ?? 0,
    async ask(request) {
      const asked = Promise.withResolvers<Answer>();
      waiting = asked;
      child.send(request);
      const answer = await asked.promise;
      if (isFailed(answer)) throw new Error(answer.message);
      return answer as Exclude<Answer, Failed>; // What is left when it is not a failure.
    },
    async close() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

const isFailed = (answer: object): answer is Failed => 'kind' in answer && answer.kind === 'failed';

/** The other end: answers each request of the parent, and ends with it. */
export function serveParent<Request, Answer>(
  answer: (request: Request) => Promise<Answer>,
  close: () => Promise<void> = () => Promise.resolve(),
): void {
  process.on('message', (request: Request) => {
    answer(request)
      .catch((error: unknown): Failed => ({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
      .then((reply) => process.send?.(reply))
      .catch(() => process.exit(1));
  });
  process.on('disconnect', () => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
