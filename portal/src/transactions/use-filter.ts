import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useOutlet } from '../api/outlets.ts';
import { readSearch, type Search } from './filter.ts';
import { dayIn } from './period.ts';

/** What the address asks for, and how to ask for something else. Changes replace the address; a view that was opened is a step back. */
export function useFilter(): {
  readonly search: Search;
  readonly change: (changes: { readonly [Name in keyof Search]?: Search[Name] | undefined }) => void;
  readonly show: (search: Search) => void;
} {
  const navigate = useNavigate();
  const raw = useSearch({ strict: false });
  const search = useMemo(() => readSearch(raw), [raw]);
  const go = useCallback(
    (next: Search, replace: boolean) =>
      void navigate({ to: '/operations', search: next as never, replace, resetScroll: false }),
    [navigate],
  );
  return {
    search,
    change: useCallback((changes) => go(readSearch({ ...search, ...changes }), true), [go, search]),
    show: useCallback((next) => go(next, false), [go]),
  };
}

/** The day that it is where the first program is. */
export function useToday(): string {
  const { zone } = useOutlet()(undefined);
  return dayIn(new Date(), zone);
}
