import type { Finding } from '../../model/index.ts';
import { makeReport } from '../../parse/index.ts';
import type { DmnParseResult, ImportResult, OperationCatalogue, ParseResult } from '../../parse/index.ts';
import { createBoundedPool } from './bounded-pool.ts';
import type { BoundedOptions } from './bounded-pool.ts';

/** Reads and checks files as `parseBpmn` and `parseDmn` do, away from the event loop. */
export interface FileReader {
  /** Never rejects; a file that takes too long is refused. */
  readBpmn(content: string, name: string, operations: OperationCatalogue | null): Promise<ParseResult>;
  readDmn(content: string, name: string): Promise<DmnParseResult>;
  /** As `importBpmn`. A file that takes too long comes back as it is, refused. */
  importBpmn(content: string, name: string): Promise<ImportResult>;
  /** Starts the thread, when it is sure to be needed. Resolves when it is ready. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Processor time for one file in milliseconds: ten times what the largest diagram that the limits allow takes. */
const READING_LIMIT_MS = 10_000;
/** A large file read into elements needs about a hundred times its size. */
const READING_HEAP_MB = 512;
const READING_THREADS = 2;

/** Makes a reader with threads of its own. The largest diagram that is accepted takes a second, which nobody else has to wait for. */
export function createBoundedFileReader(options: BoundedOptions = {}): FileReader {
  const pool = createBoundedPool('file', {
    timeLimitMs: READING_LIMIT_MS,
    heapLimitMb: READING_HEAP_MB,
    threads: READING_THREADS,
    ...options,
  });
  return {
    async readBpmn(content, name, operations) {
      const outcome = await pool.run({ kind: 'file', format: 'bpmn', name, content, operations });
      // The thread answers with exactly what `parseBpmn` gives.
      return outcome.kind === 'completed' ? (outcome.value as unknown as ParseResult) : refused(name, outcome.message);
    },
    async readDmn(content, name) {
      const outcome = await pool.run({ kind: 'file', format: 'dmn', name, content, operations: null });
      // The thread answers with exactly what `parseDmn` gives.
      return outcome.kind === 'completed' ? (outcome.value as unknown as DmnParseResult) : refused(name, outcome.message);
    },
    async importBpmn(content, name) {
      const outcome = await pool.run({ kind: 'file', format: 'import', name, content, operations: null });
      // The thread answers with exactly what `importBpmn` gives.
      if (outcome.kind === 'completed') return outcome.value as unknown as ImportResult;
      return { xml: content, forms: [], report: makeReport([]), findings: refused(name, outcome.message).findings, isRefused: true };
    },
    warmUp: () => pool.warmUp(),
    close: () => pool.close(),
  };
}

function refused(name: string, message: string): { readonly kind: 'refused'; readonly findings: readonly Finding[] } {
  const finding: Finding = {
    rule: 'too-slow',
    severity: 'error',
    resource: name,
    element: null,
    line: null,
    message,
    expected: `a file that is read and checked within ${READING_LIMIT_MS} ms`,
    found: message,
    mend: 'Split the file, and shorten its expressions.',
  };
  return { kind: 'refused', findings: [finding] };
}
