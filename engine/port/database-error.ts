/** SQLSTATE of an error of the database; undefined when the error came from elsewhere, for example from a broken connection. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return /^[0-9A-Z]{5}$/.test(error.code) && 'severity' in error ? error.code : undefined;
}

/** The server is going down, has crashed, or is not up yet. */
const SERVER_GONE: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006']);
const CONNECTION_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** The connection is gone or could not be made: what was not committed is undone, and may be done again on another connection. */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return SERVER_GONE.has(state);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && CONNECTION_CODES.has(error.code)) return true;
  // node-postgres has no code for these.
  return /^Connection terminated|^Client has encountered a connection error|^timeout exceeded when trying to connect|^timeout expired|^Query read timeout/.test(
    error.message,
  );
}

/** Deadlock, serialisation failure, lock timeout: the same transaction may well succeed when run again. */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40P01' || state === '40001' || state === '55P03';
}

/** Classes of SQLSTATE: connection, resources (disk, memory, connections), shutdown. */
const UNAVAILABLE_STATE = /^(?:08|53|57P)/;
/** Errors within errors that are looked at. */
const MAX_CAUSES = 5;

/** The database is away, full or overloaded for the moment; also when the error of another part wraps that one. */
export function isUnavailable(error: unknown): boolean {
  return hasCause(error, (each) => isConnectionLoss(each) || UNAVAILABLE_STATE.test(sqlState(each) ?? ''));
}

/** A lost connection, also when the error of another part wraps that of the driver. */
export function isLostConnection(error: unknown): boolean {
  return hasCause(error, isConnectionLoss);
}

function hasCause(error: unknown, isWanted: (error: Error) => boolean): boolean {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth += 1) {
    if (isWanted(current)) return true;
    current = current.cause;
  }
  return false;
}
