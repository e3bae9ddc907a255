// What tills do: the till is named, and it is one of the place.

import type { Place, Places } from '../places.ts';
import { refuses, type Ask, type Probes } from './probe.ts';

const sale = (places: Places, place: Place) => ({
  ...places.at(place),
  ...{ occurredAt: places.now(), currency: 'EUR', lines: [{ sku: 'tea', amount: '4.00' }] },
});

const spending = async (places: Places, place: Place) => {
  const { card } = await places.buyer(place);
  return { member: { card }, walletType: 'points', points: '10' };
};

const spent = async (places: Places, place: Place, what: 'holds' | 'redemptions') => {
  const body = { ...places.at(place), ...(await spending(places, place)) };
  await places.make(`POST /v1/${what}`, body);
  return body.reference;
};

const onCard =
  (more: object = {}) =>
  async (places: Places, place: Place): Promise<Ask> => {
    const { number } = await places.giftCard(place);
    return { body: { ...places.at(place), card: { number }, ...more } };
  };

const ontoOther =
  (more: object = {}) =>
  async (places: Places, place: Place): Promise<Ask> => {
    const [{ number }, to] = [await places.giftCard(place), await places.giftCard(place)];
    return { body: { ...places.at(place), card: { number }, to: { number: to.number }, ...more } };
  };

/** After an act on a card that the whole tenant's key did at that till. */
const after =
  (act: string, done: object, more: object = {}) =>
  async (places: Places, place: Place): Promise<Ask> => {
    const { number } = await places.giftCard(place);
    const body = { ...places.at(place), card: { number }, ...done };
    await places.make(`POST /v1/gift-cards/${act}`, body);
    return { body: { ...places.at(place), originalReference: body.reference, ...more } };
  };

const reason = { reason: 'lost' };
const noCard = (places: Places, place: Place): Ask => ({
  body: { ...places.at(place), card: { number: places.giftNumber(place) }, amount: '5.00' },
});

export const tillProbes: Probes = {
  'POST /v1/sales': refuses((places, place) => ({ body: sale(places, place) })),
  'POST /v1/sales/quote': refuses((places, place) => ({ body: sale(places, place) })),
  'POST /v1/claims': refuses(async (places, place) => {
    const [{ phone }, { reference }] = [await places.enrol(place), await places.sellTo(place)];
    const body = { ...places.at(place), occurredAt: places.now(), original: { reference }, member: { phone } };
    return { body };
  }),
  'POST /v1/returns': refuses(async (places, place) => {
    const { reference } = await places.sellTo(place);
    const body = { ...places.at(place), occurredAt: places.now(), original: { reference }, lines: 'all' };
    return { body };
  }),
  'POST /v1/returns/quote': refuses(async (places, place) => {
    const { reference } = await places.sellTo(place);
    const { reference: _, ...till } = places.at(place);
    return { body: { ...till, occurredAt: places.now(), original: { reference }, lines: 'all' } };
  }),
  'POST /v1/voids': refuses(async (places, place) => {
    const { reference } = await places.sellTo(place);
    return { body: { ...places.at(place), occurredAt: places.now(), target: { family: 'sale', reference } } };
  }),
  'POST /v1/holds': refuses(async (places, place) => ({
    body: { ...places.at(place), ...(await spending(places, place)) },
  })),
  'POST /v1/holds/capture': refuses(async (places, place) => ({
    body: { ...places.at(place), holdReference: await spent(places, place, 'holds'), points: '5' },
  })),
  'POST /v1/holds/release': refuses(async (places, place) => ({
    body: { ...places.at(place), holdReference: await spent(places, place, 'holds') },
  })),
  'POST /v1/redemptions': refuses(async (places, place) => ({
    body: { ...places.at(place), ...(await spending(places, place)) },
  })),
  'POST /v1/redemptions/void': refuses(async (places, place) => ({
    body: { ...places.at(place), originalReference: await spent(places, place, 'redemptions') },
  })),

  'POST /v1/gift-cards/activate': refuses(noCard),
  'POST /v1/gift-cards/balance': refuses(async (places, place) => {
    const { number } = await places.giftCard(place);
    return { body: { outlet: place.outlet, terminal: 'T1', card: { number } } };
  }),
  'POST /v1/gift-cards/block': refuses(onCard(reason)),
  'POST /v1/gift-cards/capture': refuses(after('hold', { amount: '9.00' }, { amount: '5.00' })),
  'POST /v1/gift-cards/cash-out': refuses(onCard()),
  'POST /v1/gift-cards/change-pin': refuses(async (places, place) => {
    const { number } = await places.giftCard(place);
    return { body: { ...places.at(place), card: { number, pin: '4711' }, newPin: '0815' } };
  }),
  'POST /v1/gift-cards/close': refuses(onCard(reason)),
  'POST /v1/gift-cards/hold': refuses(onCard({ amount: '3.00' })),
  'POST /v1/gift-cards/load': refuses(onCard({ amount: '3.00' })),
  'POST /v1/gift-cards/loads/confirm': refuses(after('load', { amount: '3.00', awaitsConfirmation: true })),
  'POST /v1/gift-cards/loads/reverse': refuses(after('load', { amount: '3.00', awaitsConfirmation: true })),
  'POST /v1/gift-cards/merge': refuses(ontoOther()),
  'POST /v1/gift-cards/redeem': refuses(onCard({ amount: '3.00' })),
  'POST /v1/gift-cards/refund': refuses(after('redeem', { amount: '9.00' }, { amount: '5.00' })),
  'POST /v1/gift-cards/release': refuses(after('hold', { amount: '9.00' })),
  'POST /v1/gift-cards/replace': refuses(async (places, place) => {
    const { number } = await places.giftCard(place);
    const newCard = { number: places.giftNumber(place) };
    return { body: { ...places.at(place), card: { number }, newCard, reason: 'damaged' } };
  }),
  'POST /v1/gift-cards/transfer': refuses(ontoOther({ amount: '4.00' })),
  'POST /v1/gift-cards/unblock': refuses(onCard(reason)),
  'POST /v1/gift-cards/unlock': refuses(onCard(reason)),
  'POST /v1/gift-cards/void': refuses(after('redeem', { amount: '9.00' }, { of: 'redemption' })),
};
