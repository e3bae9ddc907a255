import type { Reach } from './deps.ts';
import type { Platform, Route } from './delivery.ts';

/** How a card goes out: by push to a member whose app answers, else by SMS, and why by that. */
export type Routed = { readonly route: Route; readonly platform: Platform | '' };

/** Decides by what is known: nobody proved the number; he has no app; it does not answer any more; or it does. */
export function routeOf(reach: Reach | undefined): Routed {
  if (reach === undefined) return { route: 'phone_unknown', platform: '' };
  switch (reach.app) {
    case 'active':
      return { route: 'push', platform: reach.platform };
    case 'inactive':
      return { route: 'app_inactive', platform: reach.platform };
    case 'absent':
      return { route: 'app_absent', platform: reach.platform };
  }
}
