import type { Places } from '../places.ts';
import { PLACE, type TracedCalls } from './traced-call.ts';

const CLUB = { program: PLACE.program, walletType: 'points' };
const wallet = async (places: Places, reason: string) => ({
  ...{ reference: places.next(), ...CLUB, reason, member: { member: (await places.buyer(PLACE)).member } },
});
const lots = async (places: Places, reason: string) => ({
  ...{ reference: places.next(), operation: (await places.buyer(PLACE)).operation, reason },
});

/** A gift card on which nothing is. */
const empty = async (places: Places) => {
  const body = { ...places.at(PLACE), card: { number: places.giftNumber(PLACE) } };
  await places.make('POST /v1/gift-cards/activate', body);
  return { ...body, reference: places.next(), reason: 'other' };
};

export const deskCalls: TracedCalls = {
  'POST /v1/gift-cards/close': async (places) => ({ body: await empty(places) }),
  'POST /v1/gift-cards/unblock': async (places) => {
    const named = await empty(places);
    await places.make('POST /v1/gift-cards/block', named);
    return { body: { ...named, reference: places.next() } };
  },
  'POST /v1/cards/:card/unblock': async (places) => {
    const { member } = await places.buyer(PLACE);
    const number = `29903${places.next().replace(/\D/g, '').padStart(7, '0')}`;
    const { card = '' } = await places.make('POST /v1/cards', { reference: places.next(), member, number });
    await places.make(`POST /v1/cards/${card}/block`, { reference: places.next(), reason: 'lost' });
    return { params: [card], body: { reference: places.next() } };
  },
  'POST /v1/adjustments': async (places) => ({ body: { ...(await wallet(places, 'goodwill')), points: '1' } }),
  'POST /v1/transfers': async (places) => {
    const { member: from, ...asked } = await wallet(places, 'member_request');
    return { body: { ...asked, from, to: { member: (await places.enrol(PLACE)).member }, points: '10' } };
  },
  'POST /v1/wallets/freeze': async (places) => ({ body: await wallet(places, 'fraud') }),
  'POST /v1/wallets/open': async (places) => {
    const frozen = await wallet(places, 'fraud');
    await places.make('POST /v1/wallets/freeze', frozen);
    return { body: { ...frozen, reference: places.next(), reason: 'other' } };
  },
  'POST /v1/lots/freeze': async (places) => ({ body: await lots(places, 'fraud') }),
  'POST /v1/lots/unfreeze': async (places) => {
    const frozen = await lots(places, 'fraud');
    await places.make('POST /v1/lots/freeze', frozen);
    return { body: { ...frozen, reference: places.next(), reason: 'other' } };
  },
};
