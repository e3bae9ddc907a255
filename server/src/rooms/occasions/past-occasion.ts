import type { Instant } from '../../kernel/instant.ts';
import type { Zone } from '../../kernel/zone.ts';
import type { Queries } from '../../platform/database/database.ts';
import { ownerKeyText, type OwnerKey } from '../../platform/lanes/index.ts';
import { grantedOf, readBasket, type PackedSale, type SalesAsked } from '../checkout/index.ts';
import { unpackRecord } from '../ledger/index.ts';
import type { EnrolmentRecord } from '../members/index.ts';
import type { Basket, CouponGrant, StampGrant } from '../promotions/index.ts';
import type { OccasionRecord } from './occasion.ts';
import { readPastEnrolments } from './read/past-occasions.ts';
import { readPeople, type Person } from './read/people.ts';

/** An occasion of before as rules see it, with what it brought then. */
export type PastOccasion = {
  readonly basket: Basket;
  /** By which rulebook it was decided; undefined where the journal has no entry of it, because nothing answered it or it brought nothing. */
  readonly rulebook: number | undefined;
  readonly card: string | undefined;
  /** Points by wallet type. */
  readonly granted: ReadonlyMap<string, bigint>;
  readonly grants: readonly { readonly promotion: string; readonly points: bigint }[];
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
};

/** One that the journal has no entry of. */
export type UnkeptOccasion = OwnerKey & {
  readonly seq: bigint;
  readonly occurredAt: Instant;
  readonly occasion: PastOccasion;
};

const NONE: readonly never[] = [];

/** Unpacks an occasion of the journal: the facts that were kept, and what it brought. */
export const openPastOccasion = ({ at, occurredAt }: Pick<PackedSale, 'at' | 'occurredAt'>): PastOccasion => {
  const { basket, rulebook, card, grants, coupons, stamps } = unpackRecord(at, { occurredAt }) as OccasionRecord;
  return {
    ...{ basket: readBasket(basket), rulebook, card, granted: grantedOf(grants) },
    grants: grants.map(({ promotion, points }) => ({ promotion, points: BigInt(points) })),
    ...{ coupons: coupons ?? NONE, stamps: stamps ?? NONE },
  };
};

/** The program in whose calendar members have birthdays. */
export type Calendar = {
  readonly tenant: number;
  readonly program: number;
  readonly zone: Zone;
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly leapDay: 'feb_28' | 'mar_1';
};

/**
 * Who joined in a stretch of a lane and has no welcome in the journal: the facts of a member are those of today, since nothing kept those of
 * then. Who comes by a file was a member elsewhere (README, I2).
 */
export const readUnkeptEnrolments = async (
  queries: Queries,
  calendar: Calendar,
  asked: SalesAsked,
): Promise<readonly UnkeptOccasion[]> => {
  const { lane } = asked;
  const joins = (await readPastEnrolments(queries, asked)).flatMap(({ seq, owner, occurredAt, at }) => {
    const { isNew, channel, welcome } = unpackRecord(at, { occurredAt }) as EnrolmentRecord;
    const isSeen = channel !== 'file' && welcome === undefined;
    return isSeen ? [{ seq, owner, occurredAt: occurredAt as Instant, isNew, channel }] : [];
  });
  const people = await readPeople(
    queries,
    calendar.program,
    joins.map(({ owner }) => ({ lane, owner })),
  );
  return joins.flatMap(({ seq, owner, occurredAt, isNew, channel }) => {
    const person = people.get(ownerKeyText({ lane, owner }));
    // Who was in the program already has joined nothing; who is gone since had joined once.
    if (person === undefined ? !isNew : person.joinedAt !== occurredAt) return [];
    const known = person && { ...person, ...(isNew && { purchases: 0, tier: '', segments: NONE }) };
    return [{ lane, owner, seq, occurredAt, occasion: unkept('enrolment', calendar, occurredAt, channel, known) }];
  });
};

/** One that nothing was kept of, on the facts that are known of somebody today; `person` is undefined where he is gone. */
export const unkept = (
  name: 'enrolment' | 'birthday',
  { zone, currency, leapDay }: Calendar,
  at: Instant,
  channel: string,
  person: Person | undefined,
): PastOccasion => {
  const local = zone.localOf(at);
  const { tier = '', attributes = {}, purchases = 0, segments = NONE, birthday } = person ?? {};
  const enrolledOn = person === undefined ? local.date : zone.localOf(person.enrolledAt).date;
  return {
    basket: {
      lines: [],
      currency,
      outlet: { code: '', groups: [] },
      ...{ partner: '', channel, terminal: '', local, occasion: { name, attributes: {} } },
      member: {
        ...{ tier, attributes, enrolledOn, purchases },
        ...(segments.length > 0 && { segments }),
        ...(birthday !== undefined && { birthday }),
        ...(birthday === '02-29' && leapDay === 'feb_28' && { leapDay }),
      },
    },
    ...{ rulebook: undefined, card: undefined, granted: new Map(), grants: NONE, coupons: NONE, stamps: NONE },
  };
};
