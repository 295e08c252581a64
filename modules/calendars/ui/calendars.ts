import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../designer/kit/index.ts';
import type { PageOf } from '../../../designer/kit/index.ts';
import type { Calendar } from './calendar.ts';

const key = ['calendars'] as const;
const addressOf = (name: string): `/${string}` => `/calendars/${encodeURIComponent(name)}`;

/** All calendars. */
export function useCalendars() {
  return useQuery({ queryKey: key, queryFn: async () => (await api.get<PageOf<Calendar>>('/calendars')).items });
}

/** Names of the groups that there are. */
export function useTeams() {
  return useQuery({
    queryKey: ['groups', 'names'],
    queryFn: async () => (await api.get<PageOf<{ readonly id: string }>>('/groups')).items.map(({ id }) => id),
  });
}

/** Makes a calendar or changes the one of its name. */
export function useSaveCalendar() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...body }: Calendar) => api.put<Calendar>(addressOf(name), body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

/** Removes a calendar. */
export function useRemoveCalendar() {
  const queryClient = useQueryClient();
  return async (name: string): Promise<void> => {
    await api.delete(addressOf(name));
    await queryClient.invalidateQueries({ queryKey: key });
  };
}
