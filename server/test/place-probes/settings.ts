// Settings, keys and rulebooks: named by code in the address, or listed.

import type { Place, Places } from '../places.ts';
import { common, leavesOut, refuses, type Ask, type Probes } from './probe.ts';

const NOBODY = 'nobody';
const NO_SERIES = 'NOBODY';
const noId = (prefix: string): string => `${prefix}_${'0'.repeat(26)}`;
const ofProgram =
  (...more: string[]) =>
  (_: Places, { program }: Place): Ask => ({ params: [program, ...more] });
const changing =
  (body: object, ...more: string[]) =>
  ({ next }: Places, { program }: Place): Ask => ({
    params: [program, ...more],
    body: 'reference' in body ? { ...body, reference: next() } : body,
  });
const REFERENCE = { reference: '' };
const RULES_ARE_COMMON = 'a partner may open an outlet in any program of the tenant, and reads before what it says';
const KINDS_ARE_COMMON = 'it is a part of the software, of no tenant';

const newOutlet = async ({ make, next }: Places, { partner, program }: Place): Promise<string> => {
  const code = next();
  await make('POST /v1/outlets', { code, name: code, partner, program });
  return code;
};
const key = async ({ make, next }: Places, { partner }: Place): Promise<string> => {
  const { id = '' } = await make('POST /v1/credentials', { name: next(), partner, scopes: ['points:read'] });
  return id;
};

/** Both outlets are of one program: by the other one a program is meant that has none of them. */
const programOf = ({ outlet }: Place): string => (outlet === 'playa' ? 'otro' : 'club');

export const settingsProbes: Probes = {
  'partner: GET /v1/programs': common(RULES_ARE_COMMON),
  'partner: GET /v1/programs/:code': common(RULES_ARE_COMMON, ofProgram()),
  'partner: GET /v1/programs/:program/gift-terms': common(RULES_ARE_COMMON, ofProgram()),
  'partner: GET /v1/programs/:program/wallet-types': common(RULES_ARE_COMMON, ofProgram()),
  'outlet: GET /v1/programs': leavesOut((_, place) => `"${programOf(place)}"`),
  'outlet: GET /v1/programs/:code': refuses((_, place) => ({ params: [programOf(place)] })),
  'outlet: GET /v1/programs/:program/gift-terms': refuses((_, place) => ({ params: [programOf(place)] })),
  'outlet: GET /v1/programs/:program/wallet-types': refuses((_, place) => ({ params: [programOf(place)] })),
  'GET /v1/programs': leavesOut((_, { program }) => `"${program}"`),
  'GET /v1/programs/:code': refuses(ofProgram()),
  'GET /v1/programs/:program/gift-terms': refuses(ofProgram()),
  'GET /v1/programs/:program/wallet-types': refuses(ofProgram()),
  'GET /v1/programs/:program/offers': refuses((_, { program, outlet }) => ({
    ...{ params: [program], query: `outlet=${outlet}` },
  })),
  'GET /v1/units': common('units are the tenant’s, whoever counts in them'),

  'POST /v1/outlets/:code/close': refuses(async (places, place) => ({ params: [await standing(places, place)] })),
  'POST /v1/outlets/:code/reopen': refuses(async (places, place) => ({ params: [await standing(places, place)] })),
  'PATCH /v1/outlets/:code/terminals/:terminal': refuses((_, { outlet }) => ({
    params: [outlet, 'T1'],
    body: { mayNotify: true },
  })),
  'GET /v1/outlets/:code/terminals': refuses((_, { outlet }) => ({ params: [outlet] })),
  'POST /v1/outlets/:code/terminals': refuses(({ next }, { outlet }) => ({ params: [outlet], body: { code: next() } })),
  'GET /v1/outlets': leavesOut((_, { outlet }) => `"${outlet}"`),
  'POST /v1/outlets': refuses(({ next }, { partner, program }) => ({
    body: { code: next(), name: 'new', partner, program },
  })),
  'GET /v1/partners': leavesOut((_, { partner }) => `"${partner}"`),
  'GET /v1/credentials': leavesOut(key),
  'POST /v1/credentials': refuses(({ next }, { partner }) => ({
    body: { name: next(), partner, scopes: ['points:read'] },
  })),
  'POST /v1/credentials/:id/confirm': refuses(async (places, place) => ({
    params: [await key(places, place)],
    body: {},
  })),
  'POST /v1/credentials/:id/revoke': refuses(async (places, place) => ({ params: [await key(places, place)] })),

  'POST /v1/processor-balances': common('the card says which processor is asked, as it does at every till', () => ({
    body: { card: '299000000017' },
  })),
  'POST /v1/processor-payments': common(
    'its name is of the space of whoever sends it, and the card is shown',
    (places) => ({
      body: { reference: places.next(), card: '299000000017', amount: '1.00', currency: 'EUR' },
    }),
  ),
  'GET /v1/processor-payments/:payment': refuses(async (places, place) => ({ params: [await places.payment(place)] })),
  'POST /v1/processor-payments/reverse': common(
    'the name is looked for in the space of whoever sends it',
    (places) => ({
      body: { original: places.next() },
    }),
  ),

  'GET /v1/programs/:program/budgets': refuses(ofProgram()),
  'GET /v1/programs/:program/coupon-series': refuses(ofProgram()),
  'POST /v1/programs/:program/coupon-series': refuses(({ next }, { program }) => ({
    params: [program],
    body: { code: next().toUpperCase(), validFrom: '2027-03-01T00:00:00Z', validUntil: '2027-06-01T00:00:00Z' },
  })),
  'GET /v1/programs/:program/coupon-series/:series': refuses(ofProgram(NO_SERIES)),
  'POST /v1/programs/:program/coupon-series/:series/codes': refuses(changing({ ...REFERENCE, count: 5 }, NO_SERIES)),
  'POST /v1/programs/:program/coupon-series/:series/codes/:file/download': refuses(ofProgram(NO_SERIES, noId('cpnf'))),
  'POST /v1/programs/:program/coupon-series/:series/publish': refuses(ofProgram(NO_SERIES)),
  'POST /v1/programs/:program/coupon-series/:series/withdraw': refuses(ofProgram(NO_SERIES)),
  'GET /v1/programs/:program/funding-attribution': refuses((_, { program }) => ({
    ...{ params: [program], query: 'from=2026-01-01&until=2026-01-31' },
  })),
  'GET /v1/programs/:program/funding-contracts': refuses(ofProgram()),
  'POST /v1/programs/:program/promotions/:promotion/pause': refuses(changing(REFERENCE, NOBODY)),
  'POST /v1/programs/:program/promotions/:promotion/resume': refuses(changing(REFERENCE, NOBODY)),
  'GET /v1/programs/:program/publications': refuses(ofProgram()),
  'GET /v1/programs/:program/rulebook-drafts': refuses(ofProgram()),
  'GET /v1/programs/:program/rulebook-drafts/:draft': refuses(ofProgram(NOBODY)),
  'PUT /v1/programs/:program/rulebook-drafts/:draft': refuses(({ next }, { program }) => ({
    params: [program, next()],
    body: { revision: 0 },
  })),
  'GET /v1/programs/:program/rulebook-drafts/:draft/diff': refuses(ofProgram(NOBODY)),
  'POST /v1/programs/:program/rulebook-drafts/:draft/discard': refuses(changing({ revision: 1 }, NOBODY)),
  'POST /v1/programs/:program/rulebook-drafts/:draft/publish': refuses(changing({ ...REFERENCE, revision: 1 }, NOBODY)),
  'GET /v1/programs/:program/rulebooks': refuses(ofProgram()),
  'POST /v1/programs/:program/rulebooks': refuses(changing({ promotions: [], inForceFrom: '2099-01-01T00:00:00Z' })),
  'GET /v1/programs/:program/rulebooks/:version': refuses(ofProgram('1')),
  'GET /v1/programs/:program/rulebooks/:version/diff': refuses(ofProgram('1')),
  'POST /v1/programs/:program/rulebooks/:version/restore': refuses(changing(REFERENCE, '77')),
  'POST /v1/programs/:program/rulebooks/pause': refuses(changing(REFERENCE)),
  'GET /v1/programs/:program/scenario-runs': refuses(ofProgram()),
  'GET /v1/programs/:program/scenario-runs/:run': refuses(ofProgram(noId('scr'))),
  'POST /v1/programs/:program/scenario-runs': refuses(changing({ scenario: NOBODY })),
  'GET /v1/programs/:program/simulations': refuses(ofProgram()),
  'GET /v1/programs/:program/simulations/:simulation': refuses(ofProgram(noId('sim'))),
  'POST /v1/programs/:program/simulations': refuses(changing({ ...REFERENCE, draft: NOBODY })),
  'GET /v1/promotion-kinds': common(KINDS_ARE_COMMON),
  'GET /v1/scenarios': common(KINDS_ARE_COMMON),
  'GET /v1/scenarios/:scenario': common(KINDS_ARE_COMMON, () => ({ params: ['double-points-weekend'] })),
};

/** An outlet of the place, or the place itself where that is an outlet. */
async function standing(places: Places, place: Place): Promise<string> {
  return place.outlet === 'playa' || place.outlet === 'centro' ? place.outlet : newOutlet(places, place);
}
