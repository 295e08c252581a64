import { createClient } from './client.ts';

type Listener = () => void;
const listeners = new Set<Listener>();

/** Calls back when the server says that nobody is signed in any more; returns how to stop listening. */
export function onSignedOut(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The application's API client. */
export const api = createClient({
  fetch: (input, init) => fetch(input, init),
  // Set whenever the language changes.
  language: () => document.documentElement.lang,
  onSignedOut: () => {
    for (const listener of listeners) listener();
  },
});
