// A house whose tills take cards of another company's processor. A real server plays it, and can be slow, silent and forgetful.

import { newSaleSchema } from '../../contract/checkout.ts';
import { luhnDigit } from '../src/kernel/card-number.ts';
import { addSeconds, isoFromInstant } from '../src/kernel/instant.ts';
import { systemClock } from '../src/platform/clock.ts';
import { parseNetworks } from '../src/platform/networks.ts';
import { readSale } from '../src/rooms/checkout/http/read-sale.ts';
import { createCheckoutJobs } from '../src/rooms/checkout/jobs/index.ts';
import { outsidePlaces } from '../src/rooms/checkout/outside/outside-tender.ts';
import { payOutside } from '../src/rooms/checkout/outside/pay-outside.ts';
import { standInJson, startStandIn } from '../src/rooms/processors/index.ts';
import { makeHouse } from './house.ts';

// A machine that does other things too lets nobody wait for ever: a processor that answers is never taken for a silent one, and what
// is found out in the background has the time of a few pauses.
const TIMEOUT_MS = 1_500;
export const PATIENCE = { timeout: 30_000, interval: 50 };

export type OutsideHouse = Awaited<ReturnType<typeof makeOutsideHouse>>;

/** Tenant `demo` with the range `theirs`: gift cards of 16 digits that begin with 7000, which the processor `other` keeps. */
export async function makeOutsideHouse() {
  const clock = systemClock();
  const house = await makeHouse({ clock, webhookAllow: parseNetworks('127.0.0.1')! });
  const standIn = await startStandIn(clock);
  const range = { code: 'theirs', prefix: '7000', length: 16, type: 'gift', unit: 'EUR', checkDigit: 'luhn' };
  const asTenant = { secret: house.secrets.tenant };
  await house.request('POST /v1/card-ranges', { ...range, processor: 'other' }, asTenant);
  const jobs = createCheckoutJobs({ ...house, outside: house.checkout });
  jobs.start();
  house.processors.start();
  const close = async () => {
    await jobs.stop();
    await standIn.stop();
    await house.close();
  };
  return { house, standIn, clock, close };
}

/** What tills do in such a house. `at` is asked each time: the house is there only once a test runs. */
export const tillOf = (at: () => OutsideHouse) => {
  let cards = 0;
  let names = 0;
  const asTenant = () => ({ secret: at().house.secrets.tenant });
  const named = (): string => `outside-${++names}`;
  /** A sale as the endpoint has it before any card is asked, for what happens between its steps. */
  const arrivalOf = (body: object) => {
    const { house } = at();
    const sender = { principal: house.principals.till, clientReference: undefined };
    const read = readSale(house.checkout, sender, newSaleSchema.parse(body));
    if (!read.ok || read.arrival.reference === undefined) throw new Error('the sale is read');
    return { ...read.arrival, reference: read.arrival.reference };
  };
  return {
    asTenant,
    /** Sets the processor up as it is when nothing is said: it answers, and tells everything. */
    configure: async (
      options: Parameters<typeof standInJson>[1] = {},
      without: readonly string[] = [],
    ): Promise<void> => {
      const { house, standIn } = at();
      const service = Object.fromEntries(
        Object.entries(standInJson(standIn.url, options)).filter(([name]) => !without.includes(name)),
      );
      const body = { unit: 'EUR', perMinute: 60_000, timeoutMs: TIMEOUT_MS, service };
      const { status } = await house.request('PUT /v1/processors/other', body, asTenant());
      if (status !== 200) throw new Error(`the processor is not set up: ${status}`);
    },
    cardWith: (cents: bigint): string => {
      const { books } = at().standIn;
      const payload = `70000000000${String(++cards).padStart(4, '0')}`;
      const card = payload + luhnDigit(payload);
      books.open(card);
      books.book(card, cents, 'LOAD', 3_600);
      return card;
    },
    named,
    by: (number: string, amount: string) => ({ kind: 'gift_card', card: { number }, amount }),
    cash: (amount: string) => ({ kind: 'cash', amount }),
    saleOf: (tenders: readonly object[], over: Record<string, unknown> = {}) => ({
      reference: named(),
      occurredAt: isoFromInstant(at().clock.now()),
      currency: 'EUR',
      lines: [
        { line: 1, sku: 'bread', quantity: '1', amount: '6.00' },
        { line: 2, sku: 'cheese', quantity: '1', amount: '4.00' },
      ],
      tenders,
      ...over,
    }),
    sell: (body: object) => at().house.request('POST /v1/sales', body),
    code: ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code],
    asked: (question: string): number => at().standIn.heard.filter((one) => one.question === question).length,
    /** The checkout as it will be in so many seconds. */
    later: (seconds: number) => {
      const { house, clock } = at();
      return { ...house.checkout, clock: { now: () => addSeconds(clock.now(), seconds) } };
    },
    arrivalOf,
    /** Pays the cards of a sale and stops there, as a process does that dies. */
    payOnly: async (body: object) => {
      const { checkout } = at().house;
      const arrival = arrivalOf(body);
      const paid = await payOutside(checkout, arrival, outsidePlaces(checkout.gifts, arrival.input));
      if (!paid.ok) throw new Error(`refused: ${paid.refusal}`);
      return paid;
    },
    /** What is kept of sales, row by row, and which of it tells a number of theirs: none may. */
    keptOfSales: async () => {
      const rows = await at().house.database.query<{ text: string }>(
        'select journal::text as text from ledger.journal union all select outside_tender::text from checkout.outside_tender',
      );
      return { rows: rows.length, telling: rows.filter(({ text }) => /7000000000\d{6}/.test(text)) };
    },
  };
};
