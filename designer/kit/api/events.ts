import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { parseChange } from './change.ts';
import { apiUrl } from './client.ts';
import { keys, staleAfter } from './keys.ts';
import type { Key } from './keys.ts';
import type { ChangeEvent } from './types.ts';

/** Changes that arrive within this time are refreshed together: one step of a process announces several. */
const GATHER_MS = 150;

/** How often it is looked whether a connection that was refused can be made again. */
const RECONNECT_MS = 5_000;

type Listener = (change: ChangeEvent) => void;
const listeners = new Set<Listener>();

let live = false;
const liveListeners = new Set<() => void>();

function setLive(value: boolean): void {
  if (live === value) return;
  live = value;
  for (const listener of liveListeners) listener();
}

/** True while the connection for live updates stands. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      liveListeners.add(listener);
      return () => liveListeners.delete(listener);
    },
    () => live,
  );
}

/** Calls back for every change the server announces while the component is shown. */
export function useChanges(listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const call: Listener = (change) => latest.current(change);
    listeners.add(call);
    return () => {
      listeners.delete(call);
    };
  }, []);
}

/**
 * Keeps one connection for server-sent events open while somebody is signed in and makes what changed stale, so that whatever is
 * on screen reads itself again. After a reconnection everything counts as stale: what was announced meanwhile is not known.
 */
export function useLiveUpdates(enabled: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    const gathered = new Map<string, Key>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (stale: readonly Key[]) => {
      for (const key of stale) gathered.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const queryKey of gathered.values()) void queryClient.invalidateQueries({ queryKey });
        gathered.clear();
      }, GATHER_MS);
    };
    const disconnect = stayConnected(refresh);
    return () => {
      clearTimeout(timer);
      disconnect();
      setLive(false);
    };
  }, [enabled, queryClient]);
}

/**
 * Connects, and connects again when the browser has given up: it repeats a broken connection by itself, but takes a refusal (the
 * session has ended, the server starts anew) for final. Returns how to disconnect.
 */
function stayConnected(refresh: (stale: readonly Key[]) => void): () => void {
  let source = connect(refresh, false);
  const timer = setInterval(() => {
    if (source.readyState !== EventSource.CLOSED) return;
    source = connect(refresh, true);
  }, RECONNECT_MS);
  return () => {
    clearInterval(timer);
    source.close();
  };
}

function connect(refresh: (stale: readonly Key[]) => void, isRepeated: boolean): EventSource {
  const source = new EventSource(apiUrl('/events'));
  let wasOpen = isRepeated;
  source.addEventListener('open', () => {
    if (wasOpen) refresh(Object.values(keys).filter((key) => key !== keys.session));
    wasOpen = true;
    setLive(true);
  });
  source.addEventListener('error', () => setLive(false));
  source.addEventListener('change', (event) => {
    const change = parseChange(event.data);
    if (change === null) return;
    refresh(staleAfter(change));
    for (const listener of listeners) listener(change);
  });
  return source;
}
