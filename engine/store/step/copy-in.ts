import pg, { type ClientBase } from 'pg';

/** The part of a connection of node-postgres that its types leave out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * COPY FROM STDIN with all of its data behind it at once, so that it stands in a pipeline like any statement. A server that refuses the statement reads
 * over the data and goes on (PostgreSQL manual, "Message Flow", COPY operations).
 */
class CopyIn extends pg.Query {
  readonly #statement: string;
  readonly #data: Buffer;

  constructor(statement: string, data: Buffer, done: (error: Error | null | undefined) => void) {
    super(statement, done);
    this.#statement = statement;
    this.#data = data;
  }

  override submit = (connection: object): void => {
    const copying = connection as CopyConnection;
    copying.query(this.#statement);
    copying.sendCopyFromChunk(this.#data);
    copying.endCopyFrom();
  };

  /** The data is on its way already. */
  handleCopyInResponse(): void {
    // Nothing is left to do.
  }
}

/** Runs `COPY ... FROM STDIN` with data in the format that the statement names. Rejects with the error of the server, as a query does. */
export function copyIn(client: ClientBase, statement: string, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(statement, data, (error) => {
        if (error instanceof Error) reject(error);
        else resolve();
      }),
    );
  });
}
