import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place in which a grant may hold, other than the whole tenant. */
export type Within = 'program' | 'partner' | 'outlet';

/** What an endpoint demands. */
export type Right = {
  /** Method and path. */
  readonly route: string;
  /** A permission; `public`, or `portal:self` for whatever is the asker's own. */
  readonly permission: string;
  /** A narrower permission with which a person may do this too, and nothing else that `permission` opens. */
  readonly alsoBy?: string;
  /** Places to which the endpoint knows how to keep. Whoever is bound to another is refused. */
  readonly within?: readonly Within[];
  /** A dangerous act: a person gives a fresh second factor first. */
  readonly stepUp?: boolean;
};

/** Every endpoint and what it demands. A test fails on an endpoint that is not here, and on one that says otherwise. */
export const rights = JSON.parse(readFileSync(join(import.meta.dirname, 'matrix.json'), 'utf8')) as readonly Right[];

const byRoute: ReadonlyMap<string, Right> = new Map(rights.map((right) => [right.route, right]));

/** What the endpoint of that method and path demands. */
export const rightOf = (route: string): Right | undefined => byRoute.get(route);
