// A house that sells gift cards: terms, a way to ask for anything, and numbers that nobody has yet.

import { luhnDigit } from '../src/kernel/card-number.ts';
import { makeHouse, must, type HouseOptions, type TestHouse } from './house.ts';

type Terms = Parameters<TestHouse['giftSettings']['setTerms']>[1]['content'];

/** Terms as a test needs them: numbers of sixteen digits with a Luhn digit may be brought along. */
export const giftTerms = (prefix: string, over: Partial<Terms> = {}): Terms => ({
  numbers: { prefix, length: 16, checkDigit: 'luhn' },
  pin: 'none',
  partial: 'by_caller',
  reload: true,
  transfer: true,
  voidHours: 24,
  expiry: { after: { years: 5 } },
  promotionalExpiry: { after: { months: 1 } },
  ...over,
});

export type GiftHouse = Awaited<ReturnType<typeof makeGiftHouse>>;

/** Tenant `demo` with gift cards in EUR that begin with 6012, and in USD that begin with 6013; one euro is 1.10 dollars. */
export async function makeGiftHouse(options: HouseOptions & { readonly terms?: Partial<Terms> } = {}) {
  const house = await makeHouse(options);
  must(await house.programs.defineUnit(house.tenant, { code: 'USD', kind: 'money' }));
  await house.programs.refresh();
  const set = async (code: string, currency: string, content: Terms): Promise<void> => {
    must(await house.giftSettings.setTerms(house.program(), { code, currency, content }));
  };
  await set('gift', 'EUR', giftTerms('6012', options.terms));
  await set('gift-usd', 'USD', giftTerms('6013', options.terms));
  const unitOf = (code: string): number => house.programs.settings().unitByCode(house.tenant, code)!.unit;
  must(
    await house.giftSettings.setRate({
      tenant: house.tenant,
      fromUnit: unitOf('EUR'),
      toUnit: unitOf('USD'),
      inForceFrom: 0 as never,
      numerator: 11n,
      denominator: 10n,
    }),
  );
  let count = 0;
  let asked = 0;
  const ask = async (
    what: string,
    body: Record<string, unknown>,
    secret: string = house.secrets.till,
  ): Promise<{ status: number; body: Record<string, never> }> =>
    (await house.request(
      `POST /v1/gift-cards/${what}`,
      { reference: `gift-${++asked}`, ...body },
      { secret },
    )) as never;
  return {
    house,
    /** A number that no card has, of the terms that begin so. */
    number(prefix = '6012'): string {
      const payload = prefix + String(++count).padStart(11, '0');
      return payload + luhnDigit(payload);
    },
    set,
    unitOf,
    ask,
    /** What stands on a card, as its terminal is told. */
    async balance(number: string): Promise<Record<string, string>> {
      const answer = await house.request('POST /v1/gift-cards/balance', { card: { number } });
      return (answer.body as { balance: Record<string, string> }).balance;
    },
  };
}

/** What a till does in such a house. `at` is asked each time: the house is there only once a test runs. */
export const giftTill = (at: () => GiftHouse) => {
  /** What came of it: the code of its refusal, else the status of its answer. */
  const code = async (what: string, body: Record<string, unknown>): Promise<string | number> => {
    const { status, body: answer } = await at().ask(what, body);
    return (answer as { code?: string }).code ?? status;
  };
  return {
    code,
    /** Sells a card, an empty one where no amount is told; gives its number. */
    card: async (amount?: string, over: object = {}, prefix = '6012'): Promise<string> => {
      const number = at().number(prefix);
      const outcome = await code('activate', { card: { number }, ...(amount !== undefined && { amount }), ...over });
      if (outcome !== 201) throw new Error(`the card is not sold: ${outcome}`);
      return number;
    },
    available: async (number: string): Promise<string | undefined> => (await at().balance(number)).available,
  };
};
