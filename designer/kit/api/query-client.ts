import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './problem.ts';

/** How often a failed reading is repeated before the page shows the failure. */
const READ_RETRIES = 2;

/** How long what was read counts as fresh; changes are announced by server-sent events, which overrule it. */
const FRESH_MS = 15_000;

/** Makes the cache of what was read. Refusals (4xx) are final and are not repeated. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < READ_RETRIES && !isRefusal(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

function isRefusal(error: Error): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}
