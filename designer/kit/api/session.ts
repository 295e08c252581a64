import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Query } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { ApiError } from './problem.ts';
import type { Session, Settings } from './types.ts';

/** Public settings of the installation: demo mode, its people, the version. */
export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: ({ signal }) => api.get<Settings>('/settings', { signal }), staleTime: Infinity });
}

/** Who is signed in; `data` is null when nobody is. */
export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: readSession, staleTime: 60_000 });
}

async function readSession(): Promise<Session | null> {
  try {
    return await api.get<Session>('/session');
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Signs a person in and forgets everything that was read for somebody else. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (credentials: { readonly login: string; readonly password: string }) => api.post<Session>('/session', credentials),
    onSuccess: (session) => {
      const before = queryClient.getQueryData<Session | null>(keys.session);
      queryClient.setQueryData(keys.session, session);
      // What was read for another person must not be seen; the same person who signs in again keeps the page and has it read anew.
      if (before?.user.id !== session.user.id) queryClient.removeQueries({ predicate: isPersonal });
      void queryClient.invalidateQueries({ predicate: isPersonal });
    },
  });
}

/** Signs out here and forgets everything that was read. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete('/session'),
    onSettled: () => {
      queryClient.setQueryData(keys.session, null);
      queryClient.removeQueries({ predicate: isPersonal });
    },
  });
}

/** True for what was read with somebody's rights: all but the public settings and the session itself, which is set, not read. */
function isPersonal(query: Query): boolean {
  return query.queryKey[0] !== keys.settings[0] && query.queryKey[0] !== keys.session[0];
}

/** Saves the person's language, so that it follows them to other browsers. */
export function useSaveLocale() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (locale: string) => api.patch<Session>('/session/user', { locale }),
    onSuccess: (session) => queryClient.setQueryData(keys.session, session),
  });
}

/** What a person may use, derived from their roles; the server decides again on every request. */
export interface Rights {
  readonly design: boolean;
  readonly monitor: boolean;
  /** How the installation does. */
  readonly supervise: boolean;
  readonly administer: boolean;
}

/** The rights that follow from roles: analysts design, managers and analysts watch, administrators do everything. */
export function rightsOf(roles: readonly string[]): Rights {
  const admin = roles.includes('admin');
  return {
    design: admin || roles.includes('analyst'),
    monitor: admin || roles.includes('manager') || roles.includes('analyst'),
    supervise: admin || roles.includes('manager'),
    administer: admin,
  };
}
