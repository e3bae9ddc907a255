import { assert } from '../../../kernel/assert.ts';
import { addSeconds } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { parseLocalDateTime } from '../../../kernel/local-date-time.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { addSpan } from '../../../kernel/validity.ts';
import type { CalendarSpan } from '../../../kernel/validity.ts';
import { createZone } from '../../../kernel/zone.ts';
import type { Zone } from '../../../kernel/zone.ts';
import type { WalletType } from '../../points/index.ts';
import type {
  Basket,
  BasketMember,
  CompiledRulebook,
  CouponGrant,
  Grant,
  KeptRoom,
  Pricing,
  StampGrant,
} from '../../promotions/index.ts';
import type { QualifiedBy, StandingGround } from '../../tiers/index.ts';
import { LimitBook } from '../limit-book.ts';
import type { CountedPlace, Taking } from '../limit-book.ts';
import type { LotPart } from './purse.ts';
import { Purse } from './purse.ts';
import type { ScenarioGiven } from './scenario-file.ts';
import { groundOf, Ladder } from './standing.ts';

/** Points of one wallet that paid a receipt. */
export type Paid = {
  readonly wallet: string;
  readonly points: bigint;
  readonly money: bigint;
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
  readonly parts: readonly LotPart[];
  /** Points that are back already. */
  back: bigint;
};

/** A receipt of the story with everything that a return needs. */
export type StoryReceipt = {
  readonly name: string;
  readonly member: string | undefined;
  readonly rulebook: CompiledRulebook;
  readonly basket: Basket;
  readonly place: CountedPlace;
  readonly pricing: Pricing;
  readonly grants: readonly Grant[];
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
  readonly payments: readonly Paid[];
  /** What is paid otherwise than with points. */
  readonly toPay: bigint;
  readonly granted: ReadonlyMap<string, bigint>;
  readonly rooms: readonly KeptRoom[] | undefined;
  readonly counted: QualifiedBy | undefined;
  /** What came back so far, in thousandths by line, and what is left of everything since. */
  /** Money that returns have refunded so far. */
  refunded?: bigint;
  back: Map<number, bigint>;
  kept: ReadonlyMap<string, bigint>;
  takings: readonly Taking[];
  counts: QualifiedBy | undefined;
};

/** What a return did; amounts in smallest steps. */
export type StoryReturn = {
  readonly refund: bigint;
  readonly taken: ReadonlyMap<string, bigint>;
  readonly owed: ReadonlyMap<string, bigint>;
  readonly writtenOff: ReadonlyMap<string, bigint>;
  readonly restored: ReadonlyMap<string, bigint>;
};

type Facts = { -readonly [Name in keyof BasketMember]: BasketMember[Name] };

/** Somebody of the story. */
export type StoryMember = {
  readonly purse: Purse;
  readonly ladder: Ladder | undefined;
  readonly cards: readonly string[];
  facts: Facts;
};

/** What has become of a story so far: clock, people, receipts, limits. Nothing of it is anywhere else. */
export class Stage {
  readonly given: ScenarioGiven;
  readonly zone: Zone;
  readonly types: ReadonlyMap<string, WalletType>;
  readonly limits: LimitBook;
  readonly members = new Map<string, StoryMember>();
  readonly receipts = new Map<string, StoryReceipt>();
  readonly returns = new Map<string, StoryReturn>();
  rulebook: CompiledRulebook;
  now: Instant;

  constructor(given: ScenarioGiven, rulebook: CompiledRulebook) {
    this.given = given;
    this.rulebook = rulebook;
    this.zone = createZone(given.zone);
    this.now = this.instantOf(given.at);
    this.types = new Map(Object.keys(given.wallets).map((code, i) => [code, this.typeOf(code, i + 1)]));
    this.limits = new LimitBook(
      new Map(
        Object.entries(given.contracts).map(([code, { points, reserve }]) => [
          code,
          [points, reserve].flatMap((text) => (text === undefined ? [] : [this.read(text, 0)])),
        ]),
      ),
    );
    const ground = groundOf(given, this.zone);
    for (const [at, [name, member]] of Object.entries(given.members).entries())
      this.members.set(name, this.memberOf(member, BigInt(at + 1), ground));
  }

  /** The instant at which clocks of the story show this. Of a time shown twice the first one. */
  instantOf(wall: string): Instant {
    const local = parseLocalDateTime(wall);
    assert(local, 'times of a story were checked');
    return this.zone.instantOf(local, { prefer: 'earlier' });
  }

  /** What clocks show now, `2026-03-29 10:00`. */
  wall(): string {
    const { date, minuteOfDay } = this.zone.localOf(this.now);
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${date} ${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
  }

  /** The clock goes on: by minutes or hours that pass, or to the same time on the wall so many days, months or years later. */
  pass(span: { readonly minutes: number } | { readonly hours: number } | CalendarSpan): void {
    if ('minutes' in span) this.now = addSeconds(this.now, span.minutes * 60);
    else if ('hours' in span) this.now = addSeconds(this.now, span.hours * 3_600);
    else {
      const { date } = this.zone.localOf(this.now);
      const microsecondOfDay = this.zone.localOf(this.now).minuteOfDay * 60_000_000;
      this.now = this.zone.instantOf({ date: addSpan(date, span), microsecondOfDay }, { prefer: 'earlier' });
    }
  }

  member(name: string): StoryMember {
    const member = this.members.get(name);
    assert(member, 'names of a story were checked');
    return member;
  }

  receipt(name: string): StoryReceipt | undefined {
    return this.receipts.get(name);
  }

  type(wallet: string): WalletType {
    const type = this.types.get(wallet);
    assert(type, 'a rulebook that was checked pays into wallets of the story');
    return type;
  }

  /** Smallest steps of a decimal text; a text with more decimals than there are is a bug of the check. */
  read(text: string, decimals: number): bigint {
    const parsed = parseQuantity(text, decimals);
    assert(parsed.ok, `${text} has at most ${decimals} decimals`);
    return parsed.value;
  }

  /** All points that a contract has paid for ahead; 0 where it pays for everything. */
  prepaid(limit: string): bigint {
    const { points, reserve } = this.given.contracts[limit.slice('contract.'.length)] ?? {};
    return [points, reserve].reduce((sum, text) => (text === undefined ? sum : sum + this.read(text, 0)), 0n);
  }

  decimalsOf(wallet: string): number {
    return this.given.wallets[wallet]?.decimals ?? 0;
  }

  money(amount: bigint): string {
    return formatQuantity(amount, this.given.currency.decimals);
  }

  points(wallet: string, amount: bigint): string {
    return formatQuantity(amount, this.decimalsOf(wallet));
  }

  private typeOf(code: string, walletType: number): WalletType {
    const {
      decimals,
      pays,
      spendOrder,
      rules = {},
      activation,
      expiry,
    } = this.given.wallets[code] as ScenarioGiven['wallets'][string];
    return {
      ...{ walletType, tenant: 0, program: 0, code, unit: walletType, spendOrder, rules, purpose: 'points' },
      paysPoints: this.read(pays.points, decimals),
      paysMoney: this.read(pays.money, this.given.currency.decimals),
      ...{ activation, expiry: expiry as WalletType['expiry'] },
    };
  }

  private memberOf(
    { tier = '', attributes = {}, segments, birthday, enrolledOn, cards = [] }: ScenarioGiven['members'][string],
    owner: bigint,
    ground: StandingGround | undefined,
  ): StoryMember {
    const joined = (enrolledOn ?? this.zone.localOf(this.now).date) as LocalDate;
    const ladder = ground && new Ladder(ground, owner, this.zone.startOfDay(joined));
    return {
      ...{ purse: new Purse(), ladder, cards },
      facts: {
        ...{ tier, attributes, enrolledOn: joined, purchases: 0 },
        ...(segments && { segments }),
        ...(birthday !== undefined && { birthday }),
      },
    };
  }
}
