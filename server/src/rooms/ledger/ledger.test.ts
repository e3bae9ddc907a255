import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { ACCOUNT_KINDS } from './account-kind.ts';
import { type ProgramAccounts } from './account.ts';
import { packRecord, packRecords, unpackBody, unpackRecord, writeRecord } from './body.ts';
import { packEntries } from './pack-entries.ts';
import { createRecordPlaces } from './record-places.ts';
import type { JournalEntry } from './entry.ts';
import * as everyMovement from './movements/index.ts';
import { assertBalanced, gatherPostings, transferPostings, type Posting } from './posting.ts';
import { sealDigest, sealEntry, type Sealable } from './seal.ts';

const recordedAt = instant(1_767_225_700_000_000);
const movements: Readonly<Record<keyof typeof everyMovement, unknown>> = { ...everyMovement };
const occurredAt = instant(1_767_225_600_000_000);
const posting = (account: bigint, amount: bigint, unit = 1): Posting => ({ account, unit, amount });

const entry: Sealable = {
  lane: 3,
  seq: 9n,
  kind: 'checkout.sale',
  occurredAt,
  bookedOn: '2026-01-01' as JournalEntry['bookedOn'],
  owner: 4_096n,
  tenant: 1,
  program: 2,
  outlet: 3,
  terminal: 4,
  rulebook: 5,
  flags: 1,
  postings: [posting(1n, -10n), posting(2n, 10n)],
  allocations: [{ lotSeq: 4n, lotN: 0, delta: -10n, effect: 't' }],
  lots: [
    {
      n: 0,
      wallet: 4_100n,
      amount: 10n,
      isPending: false,
      earnedAt: occurredAt,
      activeAt: occurredAt,
      expiresAt: recordedAt,
      issuer: 0,
    },
  ],
  bodyDigest: createHash('sha256').update('body').digest(),
};

describe('the seal of an entry', () => {
  const [lot] = entry.lots;
  const [taken] = entry.allocations;
  test.each<[what: string, changed: Partial<Sealable>]>([
    ['its lane', { lane: 4 }],
    ['its number', { seq: 10n }],
    ['its kind', { kind: 'checkout.return' }],
    ['its home', { home: { lane: 3, seq: 9n } }],
    ['the till’s date', { occurredAt: instant(occurredAt + 1) }],
    ['the day it is booked on', { bookedOn: '2026-01-02' as JournalEntry['bookedOn'] }],
    ['its owner', { owner: 8_192n }],
    ['its tenant', { tenant: 2 }],
    ['its program', { program: 3 }],
    ['its outlet', { outlet: 4 }],
    ['its terminal', { terminal: 5 }],
    ['its rulebook', { rulebook: 6 }],
    ['its marks', { flags: 3 }],
    ['an amount', { postings: [posting(1n, -11n), posting(2n, 11n)] }],
    ['an account', { postings: [posting(1n, -10n), posting(3n, 10n)] }],
    ['a unit', { postings: [posting(1n, -10n, 2), posting(2n, 10n, 2)] }],
    ['the order of postings', { postings: [...entry.postings].reverse() }],
    ['a posting left out', { postings: [] }],
    ['a lot it took from', { allocations: [{ ...taken, lotSeq: 5n }] }],
    ['how much it took', { allocations: [{ ...taken, delta: -9n }] }],
    ['what it did to a lot', { allocations: [{ ...taken, effect: 'e' }] }],
    ['the amount of a lot', { lots: [{ ...lot, amount: 11n }] }],
    ['the wallet of a lot', { lots: [{ ...lot, wallet: 4_104n }] }],
    ['the end of a lot', { lots: [{ ...lot, expiresAt: instant(recordedAt + 1) }] }],
    ['the issuer of a lot', { lots: [{ ...lot, issuer: 1 }] }],
    ['the origin of a lot', { lots: [{ ...lot, originLane: 1, originSeq: 1n }] }],
    ['where its record is', { recordBack: 1 }],
    ['its body', { bodyDigest: createHash('sha256').update('other').digest() }],
    ['no body', { bodyDigest: undefined }],
  ])('changes with %s', (_what, changed) => {
    expect(sealDigest({ ...entry, ...changed }, recordedAt)).not.toEqual(sealDigest(entry, recordedAt));
  });

  test('changes with the moment of recording', () => {
    expect(sealDigest(entry, instant(recordedAt + 1))).not.toEqual(sealDigest(entry, recordedAt));
  });

  test('is for ever what format 1 made of this entry', () => {
    expect(sealDigest(entry, recordedAt).toString('hex')).toBe(
      'e88a16bc359fd61abd3cb46893d366363232f8bbad8ecb64ca5cfc2eac0ec2ea',
    );
  });

  test('is refused to postings that do not balance', () => {
    expect(() => sealDigest({ ...entry, postings: [posting(1n, -10n), posting(2n, 9n)] }, recordedAt)).toThrow(
      'sum to -1',
    );
  });

  test('is refused to a lot whose pending does not follow from its start', () => {
    const { bodyDigest: _without, ...rest } = entry;
    expect(() => sealEntry({ ...rest, lots: [{ ...lot, isPending: true }] }, recordedAt)).toThrow(
      'pending exactly when it starts after',
    );
    expect(sealEntry({ ...rest, lots: [lot] }, recordedAt)).toHaveLength(32);
  });
});

describe('postings', () => {
  test('on one account are said once, and not at all when they cancel', () => {
    const gathered = gatherPostings([
      posting(1n, -5n),
      posting(2n, 5n),
      posting(2n, -5n),
      posting(1n, -1n),
      posting(3n, 6n),
    ]);
    expect(gathered).toEqual([posting(1n, -6n), posting(3n, 6n)]);
  });

  test('balance in every unit by itself', () => {
    expect(() =>
      assertBalanced([posting(1n, 5n), posting(2n, -5n), posting(3n, 5n, 2), posting(4n, -5n, 2)]),
    ).not.toThrow();
    expect(() => assertBalanced([posting(1n, 5n), posting(2n, -5n, 2)])).toThrow('sum to 5');
    expect(() => assertBalanced([posting(1n, 5n), posting(1n, -5n), posting(2n, 1n, 2)])).toThrow('unit 2');
  });

  test('of nothing are none, and of less than nothing a bug', () => {
    expect(transferPostings(1n, 2n, 1, 0n)).toEqual([]);
    expect(() => transferPostings(1n, 2n, 1, -1n)).toThrow('positive');
  });
});

describe('movements', () => {
  const accounts = {
    ...Object.fromEntries(ACCOUNT_KINDS.map((kind, at) => [kind, BigInt(at + 1) * 4_096n])),
    unit: 1,
  } as unknown as ProgramAccounts;
  const nameOf = new Map<bigint, string>([
    ...ACCOUNT_KINDS.map((kind) => [accounts[kind], kind] as const),
    [100n, 'booked'],
    [101n, 'pending'],
    [102n, 'owed'],
  ]);

  /** From, to. */
  test.each<[name: keyof typeof movements, from: string, to: string]>([
    ['accrual', 'issuance', 'booked'],
    ['pendingAccrual', 'issuance', 'pending'],
    ['activation', 'pending', 'booked'],
    ['redemption', 'booked', 'redemption'],
    ['restoration', 'redemption', 'booked'],
    ['expiry', 'booked', 'breakage'],
    ['cancellation', 'pending', 'issuance'],
    ['clawBack', 'booked', 'issuance'],
    ['debt', 'owed', 'issuance'],
    ['repayment', 'booked', 'owed'],
    ['owedRedemption', 'owed', 'redemption'],
    ['releasedDebt', 'redemption', 'owed'],
    ['adjustment', 'adjustment', 'booked'],
    ['counterAdjustment', 'booked', 'adjustment'],
    ['arrival', 'between_lanes', 'booked'],
    ['departure', 'booked', 'between_lanes'],
    ['giftLoad', 'funding', 'booked'],
    ['giftUnload', 'booked', 'funding'],
    ['giftFee', 'booked', 'fee'],
    ['cashOut', 'booked', 'cash_out'],
    ['cashOutUndone', 'cash_out', 'booked'],
  ])('%s goes from %s to %s', (name, from, to) => {
    const move = movements[name] as (of: ProgramAccounts, wallet: bigint, amount: bigint) => Posting[];
    const [minus, plus] = move(accounts, 100n, 7n);
    expect([nameOf.get(minus.account), minus.amount, nameOf.get(plus.account), plus.amount]).toEqual([
      from,
      -7n,
      to,
      7n,
    ]);
    expect(move(accounts, 100n, 0n)).toEqual([]);
  });

  test.each<[name: keyof typeof movements, from: string, to: string]>([
    ['writeOff', 'write_off', 'issuance'],
    ['madeGood', 'issuance', 'write_off'],
    ['recovery', 'funding', 'issuance'],
    ['uncoveredRedemption', 'write_off', 'redemption'],
    ['uncoveredRestoration', 'redemption', 'write_off'],
    ['foreignRedemption', 'between_lanes', 'redemption'],
    ['foreignRestoration', 'redemption', 'between_lanes'],
  ])('%s goes from %s to %s and touches no wallet', (name, from, to) => {
    const move = movements[name] as (of: ProgramAccounts, amount: bigint) => Posting[];
    const [minus, plus] = move(accounts, 7n);
    expect([nameOf.get(minus.account), minus.amount, nameOf.get(plus.account), plus.amount]).toEqual([
      from,
      -7n,
      to,
      7n,
    ]);
  });
});

describe('records of a batch', () => {
  const bare = { ...entry, bodyDigest: undefined };
  const entryOf = (lane: number, seq: number, record?: unknown): JournalEntry => ({
    ...bare,
    ...{ lane, seq: BigInt(seq) },
    ...(record === undefined ? undefined : { record: writeRecord(record) }),
  });

  test('share bodies of sixteen neighbours, lane by lane, and each row finds its own, also from the middle of a body', () => {
    const written = [
      ...Array.from({ length: 40 }, (_, n) => entryOf(1, n + 10, n % 7 === 3 ? undefined : { n })),
      ...Array.from({ length: 3 }, (_, n) => entryOf(2, n + 1, { other: n })),
    ];
    const packed = packEntries(written.toReversed());
    expect(
      packed
        .filter(({ body }) => body)
        .map(({ lane, seq }) => `${lane}-${seq}`)
        .sort(),
    ).toEqual([...['1-10', '1-26', '1-42', '2-1']]);
    for (const from of [0, 5]) {
      const placeOf = createRecordPlaces();
      const page = packed.filter(({ lane, seq }) => lane === 1 && seq >= 10 + from);
      for (const [n, { seq, body, recordBack }] of page.entries()) {
        // The first row of a page brings along the body that stands before it.
        const first = packed.find((one) => one.lane === 1 && one.seq === 10n)?.body ?? null;
        const at = placeOf({ seq, record_back: recordBack ?? null, body: body ?? (n === 0 ? first : null) });
        const number = Number(seq) - 10;
        expect(at && unpackRecord(at)).toEqual(number % 7 === 3 ? undefined : { n: number });
      }
    }
  });

  test('whose body is not there are a bug, not a guess', () => {
    expect(() => createRecordPlaces()({ seq: 5n, record_back: 2, body: null })).toThrow(
      'the body of row 5 is not there',
    );
    const body = packRecords([writeRecord({ a: 1 }), undefined]);
    expect(() => unpackRecord({ body, place: 1 })).toThrow('no record at place 1');
  });
});

describe('a body', () => {
  test('is read as it was packed', () => {
    const record = { kind: 'sale', lines: [{ line: 1, sku: 'é“x', gross: '250' }], nested: { empty: [], none: null } };
    expect(unpackRecord({ body: packRecord(record), place: 0 })).toEqual(record);
  });

  test('of an unknown dictionary is a bug, not a guess', () => {
    const packed = packRecord({ a: 1 });
    packed[0] = 99;
    expect(() => unpackRecord({ body: packed, place: 0 })).toThrow('no body dictionary 99');
  });

  test('packed by the first dictionary is read for ever', () => {
    expect(unpackBody(Buffer.from('AUMk4uLEnFR4IoSEJt6kVhtbGwsA', 'base64'))).toEqual([
      { kind: 'sale', wallets: [{ type: 'points', booked: '100' }] },
    ]);
  });
});
