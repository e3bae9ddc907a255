// Rings up sales, returns, voids, claims and quotes in a test house, as its tills would.

import { compose } from '../src/app/compose.ts';
import { assert } from '../src/kernel/assert.ts';
import { addSeconds, instantFromIso, type Instant } from '../src/kernel/instant.ts';
import type { Refusal } from '../src/kernel/refusal.ts';
import { systemClock } from '../src/platform/clock.ts';
import {
  contentDigest,
  FAMILY,
  referenceBytes,
  type Family,
  type Outcome,
  type ReferenceKey,
} from '../src/platform/lanes/index.ts';
import type {
  ClaimOfReceipt,
  QuoteAnswer,
  Return,
  ReturnAnswer,
  Sale,
  SaleAnswer,
  SoldLine,
  Tender,
  Void,
} from '../src/rooms/checkout/index.ts';
import type { WalletType } from '../src/rooms/points/index.ts';
import { must, type Person, type TestHouse } from './house.ts';

/** A line as a test says it: number, gross in cents, and what is unusual about it. */
export const line = (number: number, gross: number | bigint, over: Partial<SoldLine> = {}): SoldLine => ({
  line: number,
  sku: `sku-${number}`,
  category: 'food',
  brand: '',
  labels: [],
  kind: 'product',
  quantity: 1_000n,
  gross: BigInt(gross),
  discount: 0n,
  tax: 0n,
  ...over,
});

/** Points that pay so much money, in cents. */
export const byPoints = (money: number | bigint, over: Partial<Extract<Tender, { asked: unknown }>> = {}): Tender => ({
  kind: 'points',
  asked: { money: BigInt(money) },
  ...over,
});

/** When, as ISO text. */
export function at(text: string): Instant {
  const instant = instantFromIso(text);
  assert(instant !== undefined, `${text} is a moment`);
  return instant;
}

/** A moment so many days ago, by the system's clock unless another is given. */
export const daysAgo = (days: number, clock = systemClock()): Instant => addSeconds(clock.now(), -days * 86_400);

type Named = { readonly reference?: string; readonly content?: unknown };
export type SaleInput = Partial<Omit<Sale, 'reference'>> & Named & { readonly of?: Person };
export type ReturnInput = Partial<Omit<Return, 'reference' | 'original' | 'content'>> & Named;

let counted = 0;
/** A name that nobody has used. */
export const freshName = (): string => `ref-${process.pid}-${++counted}`;

export type Tills = ReturnType<typeof openTills>;

/** What tills need of a house: whose they are, and the rooms that they speak to. */
export type Shop = Pick<TestHouse, 'partners' | 'machine' | 'checkout' | 'tenant' | 'program'> & {
  readonly principals: Pick<TestHouse['principals'], 'tenant'>;
};

/** Tills of a house: `centro` T1 unless said otherwise, by the system's clock. References of all of them are of one space. */
export function openTills(house: Shop, outlet = 'centro', terminal = 'T1', clock = systemClock()) {
  const till = (() => {
    const found = house.partners.resolveTill(house.principals.tenant, { outlet, terminal }, 'notice');
    if (!found.ok) throw new Error(found.refusal);
    return found;
  })();
  const { machine, checkout, tenant } = house;
  const refer = (family: Family, reference: string): ReferenceKey => ({
    tenant,
    space: 1n,
    family,
    reference: referenceBytes(reference),
  });
  const now = (): Instant => clock.now();

  const saleOf = (
    { reference: _reference, content: _content, of, ...over }: SaleInput,
    reference: ReferenceKey | undefined,
  ): Sale => {
    const current = { ...till, program: house.program() };
    const moment = now();
    return {
      till: current,
      reference,
      receivedAt: moment,
      manner: 'request',
      exceptions: [],
      occurredAt: moment,
      channel: 'till',
      identity: of ? { card: of.card } : undefined,
      isPhoneProved: false,
      lines: [line(1, 10_000)],
      tenders: [],
      cardsSold: [],
      quote: undefined,
      isOffline: false,
      receiptNumber: undefined,
      cashier: undefined,
      attributes: undefined,
      raw: undefined,
      ...over,
    };
  };

  return {
    till,
    refer,
    sell(input: SaleInput = {}): Promise<Outcome<SaleAnswer>> {
      const name = input.reference ?? freshName();
      const reference = refer(FAMILY.sale, name);
      const content = contentDigest(input.content ?? { name });
      return machine.submit(checkout.confirm, { tenant, reference, content, input: saleOf(input, reference) });
    },
    quote: (input: SaleInput = {}): Promise<Outcome<QuoteAnswer>> =>
      machine.rehearse(checkout.quote, { tenant, input: saleOf(input, undefined) }),
    quoteAndHold: (input: SaleInput = {}): Promise<Outcome<QuoteAnswer>> =>
      machine.submit(checkout.quoteAndHold, { tenant, input: saleOf(input, undefined) }),
    /** Lines as pairs of number and thousandths of a piece. */
    giveBack(
      sale: string,
      lines: readonly (readonly [line: number, quantity: number])[] | 'all',
      input: ReturnInput = {},
    ): Promise<Outcome<ReturnAnswer>> {
      const { reference: own, content: said, ...over } = input;
      const name = own ?? freshName();
      const reference = refer(FAMILY.return, name);
      const content = contentDigest(said ?? { name });
      const moment = now();
      const goods: Return = {
        till: { ...till, program: house.program() },
        reference,
        content,
        receivedAt: moment,
        manner: 'request',
        exceptions: [],
        occurredAt: moment,
        original: { reference: refer(FAMILY.sale, sale) },
        lines:
          lines === 'all' ? 'all' : lines.map(([number, quantity]) => ({ line: number, quantity: BigInt(quantity) })),
        isOffline: false,
        raw: undefined,
        ...over,
      };
      return machine.submit(checkout.return, { tenant, reference, content, input: goods });
    },
    void(
      target: string,
      {
        reference: own,
        family = FAMILY.sale,
        ...over
      }: Partial<Omit<Void, 'target'>> & { reference?: string; family?: Family } = {},
    ): Promise<Outcome<ReturnAnswer>> {
      const name = own ?? freshName();
      const moment = now();
      const input: Void = {
        till: { ...till, program: house.program() },
        receivedAt: moment,
        manner: 'request',
        exceptions: [],
        occurredAt: moment,
        target: refer(family, target),
        isOffline: false,
        raw: undefined,
        ...over,
      };
      return machine.submit(checkout.void, {
        tenant,
        reference: refer(FAMILY.void, name),
        content: contentDigest({ target }),
        input,
      });
    },
    claim(
      sale: string,
      person: Person,
      over: Partial<ClaimOfReceipt> & { reference?: string } = {},
    ): Promise<Outcome<SaleAnswer>> {
      const { reference: own, ...rest } = over;
      const name = own ?? freshName();
      const moment = now();
      const input: ClaimOfReceipt = {
        till: { ...till, program: house.program() },
        receivedAt: moment,
        occurredAt: moment,
        original: { reference: refer(FAMILY.sale, sale) },
        identity: { card: person.card },
        raw: undefined,
        ...rest,
      };
      return machine.submit(checkout.claim, {
        tenant,
        reference: refer(FAMILY.adjust, name),
        content: contentDigest({ sale }),
        input,
      });
    },
  };
}

/** The answer of an operation that has to succeed. */
export async function done<Answer>(outcome: Promise<Outcome<Answer>>): Promise<Answer> {
  return must<{ ok: true; answer: Answer; repeated: boolean }>((await outcome) as never).answer;
}

/** The name of the refusal of an operation that has to be refused. */
export async function refused(outcome: Promise<Outcome<unknown>>): Promise<string> {
  const told = await outcome;
  if (told.ok) throw new Error('it was booked');
  return (told as Refusal).refusal;
}

/** The same house as another process has it: its own settings in memory, its own machine, the same database. End it with `stop`. */
export async function besides(house: TestHouse): Promise<TestHouse> {
  const { database, keys, clock, log } = house;
  const second = compose({ database, keys, clock, log });
  await second.refresh();
  return { ...house, ...second, program: () => second.programs.settings().program(house.program().program) };
}

/** One more kind of wallet for the program: no rules, 1 point pays 1 cent, never ends. */
export async function addWalletType(
  house: TestHouse,
  code: string,
  over: Partial<Omit<WalletType, 'walletType' | 'code'>> = {},
  decimals = 0,
): Promise<void> {
  const { program, tenant } = house.program();
  const points = house.programs.settings().unitByCode(tenant, 'PTS');
  assert(points, 'the unit is defined');
  must(
    await house.walletTypes.define(
      {
        tenant,
        program,
        code,
        unit: points.unit,
        spendOrder: 50,
        paysPoints: 1n,
        paysMoney: 1n,
        rules: {},
        activation: 'none',
        expiry: 'never',
        ...over,
      },
      { unitDecimals: decimals, currencyDecimals: 2 },
    ),
  );
  await house.refresh();
}

/** A member's wallet as the database has it; all zero when it was never used. */
export async function walletOf(house: TestHouse, { owner }: Person, code = 'points') {
  const type = house.walletTypes.byCode(house.program().program, code);
  assert(type, `wallet type ${code} is there`);
  const [row] = await house.database.query<Record<'booked' | 'pending' | 'held' | 'owed', bigint>>(
    'select booked, pending, held, owed from points.wallet where owner = $1 and wallet_type = $2',
    [owner, type.walletType],
  );
  return row ?? { booked: 0n, pending: 0n, held: 0n, owed: 0n };
}

/** What is left of a member's lots, those with the same dates together, in the order in which they are spent. */
export const lotsOf = (house: TestHouse, { owner }: Person): Promise<Record<string, unknown>[]> =>
  house.database.query(
    `select wallet.wallet_type, lot.is_pending, lot.active_at, lot.expires_at, sum(lot.remaining)::bigint as remaining
       from points.lot join points.wallet on wallet.lane = lot.lane and wallet.wallet = lot.wallet
      where wallet.owner = $1 and lot.remaining > 0
      group by 1, 2, 3, 4 order by 4, 3, 1, 2`,
    [owner],
  );
