import { connect, createServer, type Server, type Socket } from 'node:net';

/** What passes one connection on. It sees the bytes of both sides and decides what goes through. */
export interface Link {
  /** Sends bytes on to the server. */
  toServer(bytes: Buffer): void;
  /** Sends bytes on to the client. */
  toClient(bytes: Buffer): void;
  /** Breaks the connection on both sides; the server still gets what was sent on. */
  cut(): void;
  /** From now on nothing passes any more, in either direction, and neither side is told. */
  die(): void;
}

/** Looks into a connection; `fromClient` and `fromServer` pass on what may pass. */
export interface Watcher {
  fromClient(bytes: Buffer): void;
  fromServer(bytes: Buffer): void;
}

/** Longest delay line of one direction of a link, in bytes; beyond it the sender is made to wait. */
const MAX_WAITING_BYTES = 1_048_576;

/** A TCP proxy on 127.0.0.1 that breaks connections in all the ways in which networks do. */
export class FaultProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #watch: ((link: Link) => Watcher) | null;
  readonly #pairs = new Set<Pair>();
  #mode: 'open' | 'held' | 'refused' = 'open';
  #delayMs = 0;

  private constructor(server: Server, port: number, targetPort: number, watch: ((link: Link) => Watcher) | null) {
    this.#server = server;
    this.port = port;
    this.#targetPort = targetPort;
    this.#watch = watch;
    server.on('connection', (socket) => {
      this.#accept(socket);
    });
  }

  static async open(targetPort: number, watch: ((link: Link) => Watcher) | null = null): Promise<FaultProxy> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address !== 'object') throw new Error('Expected a port of the proxy, but it has none.');
    return new FaultProxy(server, address.port, targetPort, watch);
  }

  /** Address of the target as seen through the proxy. */
  through(url: string): string {
    const changed = new URL(url);
    changed.port = String(this.port);
    return changed.href;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Breaks every connection; returns how many. */
  cutAll(): number {
    const pairs = [...this.#pairs];
    for (const pair of pairs) pair.cut();
    return pairs.length;
  }

  /** A black hole: nothing passes, nobody is told; `open` lets go on what waited, as the network does that sends lost packets again. */
  hold(): void {
    this.#mode = 'held';
    for (const pair of this.#pairs) pair.hold(true);
  }

  /** Every connection of now is dead for good without either side being told, as behind a firewall that has forgotten them. */
  forget(): void {
    for (const pair of this.#pairs) pair.die();
  }

  /** New connections are refused; those of now are cut. */
  refuse(): void {
    this.#mode = 'refused';
    this.cutAll();
  }

  open(): void {
    this.#mode = 'open';
    for (const pair of this.#pairs) pair.hold(false);
  }

  /** Bytes in both directions come so many milliseconds later; for connections of now and to come. */
  delay(delayMs: number): void {
    this.#delayMs = delayMs;
    for (const pair of this.#pairs) pair.delayMs = delayMs;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    this.cutAll();
    await closed;
  }

  #accept(client: Socket): void {
    if (this.#mode === 'refused') {
      client.destroy();
      return;
    }
    const pair = new Pair(client, connect({ host: '127.0.0.1', port: this.#targetPort, noDelay: true }), this.#watch, () => {
      this.#pairs.delete(pair);
    });
    pair.delayMs = this.#delayMs;
    if (this.#mode === 'held') pair.hold(true);
    this.#pairs.add(pair);
  }
}

class Pair implements Link {
  delayMs = 0;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #onEnd: () => void;
  #waitingBytes = 0;
  #isHeld = false;
  #isDead = false;

  constructor(client: Socket, server: Socket, watch: ((link: Link) => Watcher) | null, onEnd: () => void) {
    this.#client = client;
    this.#server = server;
    this.#onEnd = onEnd;
    const watcher = watch?.(this);
    client.on('data', (bytes: Buffer) => {
      if (watcher === undefined) this.toServer(bytes);
      else watcher.fromClient(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      if (watcher === undefined) this.toClient(bytes);
      else watcher.fromServer(bytes);
    });
    for (const [side, other] of [
      [client, server],
      [server, client],
    ] as const) {
      // The other side is told by what follows, the close.
      side.on('error', () => undefined);
      side.on('close', () => {
        if (this.#isDead) return;
        this.#later(() => other.destroySoon());
        this.#onEnd();
      });
    }
  }

  toServer(bytes: Buffer): void {
    this.#pass(this.#client, this.#server, bytes);
  }

  toClient(bytes: Buffer): void {
    this.#pass(this.#server, this.#client, bytes);
  }

  cut(): void {
    this.#isDead = true;
    this.#server.resume();
    this.#server.end();
    this.#server.destroySoon();
    this.#client.destroy();
    this.#onEnd();
  }

  die(): void {
    this.#isDead = true;
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    for (const side of [this.#client, this.#server]) {
      if (isHeld) side.pause();
      else side.resume();
    }
  }

  #pass(from: Socket, to: Socket, bytes: Buffer): void {
    if (this.#isDead) return;
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES) from.pause();
    this.#later(() => {
      to.write(bytes, () => {
        this.#waitingBytes -= bytes.length;
        if (this.#waitingBytes <= MAX_WAITING_BYTES && !this.#isHeld) from.resume();
      });
    });
  }

  #later(work: () => void): void {
    if (this.delayMs === 0) work();
    else setTimeout(work, this.delayMs);
  }
}
