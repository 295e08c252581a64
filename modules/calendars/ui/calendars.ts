import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../designer/kit/index.ts';
import type { PageOf } from '../../../designer/kit/index.ts';

/** A business calendar; `name` is what diagrams say. */
export interface Calendar {
  readonly name: string;
  readonly title: string;
  readonly zone: string;
  /** Working times by weekday, `09:00-17:00`. */
  readonly hours: Readonly<Record<string, readonly string[]>>;
  /** `2026-12-24`, or `--12-25` in every year. */
  readonly holidays: readonly string[];
  readonly isDefault: boolean;
}

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const key = ['calendars'] as const;
const addressOf = (name: string): `/${string}` => `/calendars/${encodeURIComponent(name)}`;

/** All calendars. */
export function useCalendars() {
  return useQuery({ queryKey: key, queryFn: async () => (await api.get<PageOf<Calendar>>('/calendars')).items });
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

/** The lines or comma-separated parts of a text. */
export const partsOf = (text: string): readonly string[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim().replaceAll(/\s*[-–]\s*(?=\d{2}:)/g, '-'))
    .filter((part) => part !== '');

/** The weekdays on which somebody works, with their times. */
export const workingDays = (calendar: Calendar): readonly (readonly [day: (typeof weekdays)[number], times: readonly string[]])[] =>
  weekdays.flatMap((day) => {
    const times = calendar.hours[day] ?? [];
    return times.length === 0 ? [] : [[day, times] as const];
  });
