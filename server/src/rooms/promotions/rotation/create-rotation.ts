import { createBoundedCache } from '../../../kernel/bounded-cache.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Outlet, PartnerSettings } from '../../partners/index.ts';
import type { Promotions } from '../create-promotions.ts';
import { scheduledOf } from '../versions/plan.ts';
import { minuteOfInstant, offersAt } from './offers.ts';
import type { OfferSet } from './offers.ts';

/** Offers by outlet. */
export type Rotation = {
  /** What is live at the outlet at the instant, and what comes next. */
  readonly offers: (outlet: Outlet, at: Instant) => OfferSet;
};

// A chain's outlets for a few minutes: tills of one outlet ask alike.
const SETS_MAX = 2_000;

/** Makes it. Sets are kept per outlet, minute and list of versions: they are pure. */
export const createRotation = (deps: {
  readonly promotions: Promotions;
  readonly partners: { settings(): Pick<PartnerSettings, 'partner'> };
}): Rotation => {
  const sets = createBoundedCache<string, OfferSet>(SETS_MAX);
  return {
    offers({ program, outlet, code, groups, partner, zone }, given) {
      // The minute, but not before the version in force took force: what was published a moment ago is live now.
      const minute = minuteOfInstant(given);
      const { inForceFrom } = deps.promotions.rulebookAt(program, given);
      const at = inForceFrom > minute ? inForceFrom : minute;
      const published = deps.promotions.list(program);
      const key = `${outlet}/${at}/${published.length}/${zone.name}/${groups.join(',')}`;
      const known = sets.get(key);
      if (known !== undefined) return known;
      const taking = scheduledOf(published, at).map(({ inForceFrom }) => inForceFrom);
      const place = { outlet: code, groups, zone, partner: deps.partners.settings().partner(partner).code };
      const set = offersAt((moment) => deps.promotions.rulebookAt(program, moment), taking, place, at);
      sets.set(key, set);
      return set;
    },
  };
};
