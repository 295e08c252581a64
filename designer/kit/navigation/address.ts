import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { parseSearch, stringifySearch } from './search.ts';

/** Texts of a query string by name; what a list shows is all in there, so that its address can be shared. */
export type Address = Readonly<Record<string, string>>;

/** Goes to another page of the application by its address. */
export function useGo(): (href: string, options?: { readonly replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (href, options) => {
      if (options?.replace === true) router.history.replace(href);
      else router.history.push(href);
    },
    [router],
  );
}

/** The path of the page shown. */
export function usePathname(): string {
  return useRouterState({ select: (state) => state.location.pathname });
}

/** The query string of the page shown, and how to change some of its members; null or an empty text takes a member out. */
export function useAddress(): readonly [Address, (changes: Readonly<Record<string, string | null>>) => void] {
  const router = useRouter();
  const searchText = useRouterState({ select: (state) => state.location.searchStr });
  const address = useMemo(() => parseSearch(searchText), [searchText]);
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>) => {
      const { pathname, searchStr } = router.state.location;
      router.history.replace(`${pathname}${stringifySearch({ ...parseSearch(searchStr), ...changes })}`);
    },
    [router],
  );
  return [address, change];
}
