import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../test/house.ts';
import { makePlaces, PLACES, type Answer, type Asker, type Place, type Places } from '../../../test/places.ts';
import { SCOPES } from '../../rooms/partners/index.ts';

// Acts on what was done before name it by its token or its reference: whoever is bound to a place names nothing of another, at a till of
// his own either. `places.db.test.ts` walks the tills.

const WALK_MS = 120_000;

let places: Places;
let whole: Asker;
beforeAll(async () => {
  places = await makePlaces();
  whole = (await places.hire('tenant', '')).ask;
}, WALK_MS);
afterAll(() => places.close());

type Made = { readonly token: string; readonly reference: string };
type Act = {
  readonly route: `POST ${string}`;
  /** What is there to be ended or undone. */
  readonly make: (place: Place) => Promise<Made>;
  readonly token: 'hold' | 'operation';
  readonly reference: 'holdReference' | 'originalReference';
  readonly more?: object;
};

const spent = (what: 'holds' | 'redemptions') => async (place: Place) => {
  const { card } = await places.buyer(place);
  const body = { ...places.at(place), member: { card }, walletType: 'points', points: '10' };
  const { hold, operation } = await places.make(`POST /v1/${what}`, body);
  return { token: (what === 'holds' ? hold : operation) ?? '', reference: body.reference };
};
const onCard = (act: string, more: object) => async (place: Place) => {
  const { number } = await places.giftCard(place);
  const body = { ...places.at(place), card: { number }, ...more };
  const { operation = '' } = await places.make(`POST /v1/gift-cards/${act}`, body);
  return { token: operation, reference: body.reference };
};
const byHold = { token: 'hold', reference: 'holdReference' } as const;
const byOperation = { token: 'operation', reference: 'originalReference' } as const;
const awaiting = { amount: '3.00', awaitsConfirmation: true };

const ACTS: readonly Act[] = [
  { route: 'POST /v1/holds/capture', make: spent('holds'), ...byHold, more: { points: '5' } },
  { route: 'POST /v1/holds/release', make: spent('holds'), ...byHold },
  { route: 'POST /v1/redemptions/void', make: spent('redemptions'), ...byOperation },
  { route: 'POST /v1/gift-cards/loads/confirm', make: onCard('load', awaiting), ...byOperation },
  { route: 'POST /v1/gift-cards/loads/reverse', make: onCard('load', awaiting), ...byOperation },
  { route: 'POST /v1/gift-cards/capture', make: onCard('hold', { amount: '9.00' }), ...byOperation },
  { route: 'POST /v1/gift-cards/release', make: onCard('hold', { amount: '9.00' }), ...byOperation },
  { route: 'POST /v1/gift-cards/refund', make: onCard('redeem', { amount: '9.00' }), ...byOperation },
  {
    ...{ route: 'POST /v1/gift-cards/void', make: onCard('redeem', { amount: '9.00' }), ...byOperation },
    more: { of: 'redemption' },
  },
];

const isUnknown = ({ status, code }: Answer): boolean => status === 404 && code?.endsWith('.unknown') === true;

describe.each(ACTS)('$route', { timeout: WALK_MS }, ({ route, make, token, reference, more }) => {
  const asked = (by: Asker, from: Place, named: object): Promise<Answer> =>
    by(route, { ...places.at(from), ...named, ...more });

  test.each(['outlet', 'partner'] as const)('of another %s is unknown to whoever is bound to one', async (scope) => {
    const { own, other, code } = PLACES[scope];
    const bound = (await places.hire(scope, code)).ask;
    const elsewhere = await make(other);
    expect(await asked(bound, own, { [token]: elsewhere.token })).toSatisfy(isUnknown);
    // In one company references are of one space: there the name alone would lead to it.
    if (scope === 'outlet') expect(await asked(bound, own, { [reference]: elsewhere.reference })).toSatisfy(isUnknown);
    // What is his is open to him, and the other's to whoever has the whole tenant: it was the place that was refused.
    expect((await asked(bound, own, { [token]: (await make(own)).token })).status).toBe(201);
    expect((await asked(whole, own, { [token]: elsewhere.token })).status).toBe(201);
  });

  test('is open to a till of the same partner, since goods come back to any of its shops, and to no other', async () => {
    const { own, other } = PLACES.outlet;
    const by = async (outlet: string): Promise<Asker> => {
      const { secret } = must(
        await places.house.partners.issueCredential(places.house.tenant, {
          ...{ name: places.next(), scopes: [...SCOPES], outlet, terminal: 'T1' },
        }),
      );
      await places.house.refresh();
      return async (what, body) => {
        const { status, body: told } = await places.house.request(what, body, { secret });
        const { code } = told as { code?: string };
        return { status, code, text: '' };
      };
    };
    const made = await make(other);
    expect(await asked(await by('farmacia'), PLACES.partner.other, { [token]: made.token })).toSatisfy(isUnknown);
    expect((await asked(await by(own.outlet), own, { [token]: made.token })).status).toBe(201);
  });
});
