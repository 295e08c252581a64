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
  readonly #data: string;

  constructor(statement: string, data: string, done: (error: Error | null | undefined) => void) {
    super(statement, done);
    this.#statement = statement;
    this.#data = data;
  }

  override submit = (connection: object): void => {
    const copying = connection as CopyConnection;
    copying.query(this.#statement);
    copying.sendCopyFromChunk(Buffer.from(this.#data));
    copying.endCopyFrom();
  };

  /** The data is on its way already. */
  handleCopyInResponse(): void {
    // Nothing is left to do.
  }
}

/** Runs `COPY ... FROM STDIN` with data in the text format. Rejects with the error of the server, as a query does. */
export function copyIn(client: ClientBase, statement: string, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(statement, data, (error) => {
        if (error instanceof Error) reject(error);
        else resolve();
      }),
    );
  });
}

/** The text of a value that must not break the line or the column it stands in; `\N` is null. */
export function copyText(value: string | null): string {
  if (value === null) return '\\N';
  return NEEDS_ESCAPE.test(value) ? value.replace(ESCAPED, (letter) => ESCAPES[letter] ?? letter) : value;
}

const NEEDS_ESCAPE = /[\\\n\r\t]/;
const ESCAPED = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export const copyJson = (value: unknown): string => copyText(JSON.stringify(value));

/** Bytes that are given as hexadecimal digits. */
export const copyBytes = (hex: string | null): string => (hex === null ? '\\N' : `\\\\x${hex}`);

/** An array of texts. */
export const copyTexts = (values: readonly string[]): string =>
  copyText(`{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join()}}`);
