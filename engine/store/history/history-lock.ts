/**
 * Name of the advisory lock of history (key: its `hashtext`): exclusive for whoever makes or drops partitions, shared for a backup.
 * The function `ensure_history_partitions` takes it too.
 */
export const HISTORY_LOCK = 'lanework.history';
