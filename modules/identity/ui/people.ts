import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, keys } from '../../../designer/kit/index.ts';
import type { PageOf, User } from '../../../designer/kit/index.ts';

/** A group of people, for example a department. */
export interface Group {
  readonly id: string;
  readonly name: string;
}

/** What an administrator may set of a person; the password only when it is to be changed. */
export interface PersonChange {
  readonly login?: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Accounts begin active; only a change may name it. */
  readonly active?: boolean;
  readonly password?: string;
}

/** The roles a person can have. */
export const roles = ['employee', 'manager', 'analyst', 'admin'] as const;

/** Everybody who may sign in, or once could. */
export function useUsers() {
  return useQuery({
    queryKey: [...keys.people, 'administration'],
    queryFn: async () => itemsOf(await api.get<readonly User[] | PageOf<User>>('/users')),
  });
}

/** All groups. */
export function useGroups() {
  return useQuery({
    queryKey: [...keys.people, 'groups'],
    queryFn: async () => itemsOf(await api.get<readonly Group[] | PageOf<Group>>('/groups')),
  });
}

/** Adds a person, or changes the one with the id. */
export function useSavePerson(id: string | null) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: PersonChange) => (id === null ? api.post<User>('/users', change) : api.patch<User>(`/users/${id}`, change)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.people }),
  });
}

function itemsOf<T>(answer: readonly T[] | PageOf<T>): readonly T[] {
  return 'items' in answer ? answer.items : answer;
}
