import { useSyncExternalStore } from 'react';

/** How often what depends on the time of day is drawn anew. */
const TICK_MS = 30_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present time in milliseconds, renewed twice a minute: due dates turn yellow and red while they are looked at. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
