import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Group = { readonly why: string; readonly routes: readonly string[] };

/** Endpoints that write and for which no second person is asked, by the reason. A test fails on one that is in neither list. */
export const aloneGroups = JSON.parse(
  readFileSync(join(import.meta.dirname, 'alone.json'), 'utf8'),
) as readonly Group[];

const byRoute: ReadonlyMap<string, string> = new Map(
  aloneGroups.flatMap(({ why, routes }) => routes.map((route) => [route, why] as const)),
);

/** Why nobody else is asked there; undefined where somebody is. */
export const aloneWhy = (route: string): string | undefined => byRoute.get(route);
