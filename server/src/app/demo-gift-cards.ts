import { assert } from '../kernel/assert.ts';
import type { House } from './compose.ts';

/** A gift card that a newcomer may activate: inert, in stock, number and PIN as they would be printed. */
export type DemoGiftCard = { readonly number: string; readonly pin: string };

const RANGE = 'gift-demo';
const CARDS = 3;

/**
 * Gift cards for the demo: a range with PINs, terms to sell them on, a few inert cards, and what a program says of their way to a
 * phone. A start that was cut off is taken up where it stopped; the same order gives the same cards.
 */
export async function openDemoGiftCards(
  house: House,
  tenant: number,
  credential: bigint,
  publicUrl: string,
): Promise<DemoGiftCard[]> {
  const { programs, cards, giftSettings, making, delivery, clock } = house;
  const program = programs.settings().programByCode(tenant, 'club');
  const euro = programs.settings().unitByCode(tenant, 'EUR');
  assert(program && euro, 'the demo program and its currency are there');
  const opened = await cards.openRange(tenant, {
    ...{ code: RANGE, type: 'gift', prefix: '7770', length: 12, charset: 'digits', checkDigit: 'luhn' },
    ...{ pinKind: 'pin', pinLength: 4, pinRequired: true, unit: euro.unit, face: undefined, priceList: undefined },
    ...{ program: program.program, track: {}, systemOfRecord: 'here', processor: undefined, policy: {} },
  });
  assert(opened.ok || cards.settings().rangeByCode(tenant, RANGE), 'the demo range is there');
  if (giftSettings.termsOfProgram(program.program, clock.now()).length === 0) {
    const set = await giftSettings.setTerms(program, {
      code: 'gift',
      currency: 'EUR',
      content: {
        ...{ range: RANGE, pin: 'needed', partial: 'by_caller', reload: true, transfer: true, voidHours: 24 },
        ...{ expiry: { after: { years: 5 } }, promotionalExpiry: { after: { days: 30 } } },
      },
    });
    assert(set.ok, 'the demo terms are in force');
  }
  const made = await making.makeFew(
    {
      ...{ tenant, by: credential, space: 0n, reference: 'demo-gift-cards' },
      ...{ range: RANGE, source: 'api', reason: undefined, cards: Array.from({ length: CARDS }, () => ({})) },
    },
    'en',
  );
  assert(made.ok, 'the demo gift cards are made');
  const set = await delivery.setSetting(
    tenant,
    'club',
    {
      ...{ publicUrl, brand: 'Demo Club', stores: {}, symbology: 'qr', dynamicCodes: false },
      colours: { background: '#1f5c43', foreground: '#ffffff', label: '#dcebe3' },
      ...{ secondPhone: 'refuse', linkHours: 72 },
    } as Parameters<typeof delivery.setSetting>[2],
    {},
  );
  assert(set.ok, 'the demo delivers gift cards');
  return made.cards.map(({ number, pin }) => ({ number, pin: pin ?? '' }));
}
