import { describe, expect, it } from 'vitest';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { createZone } from '../../../kernel/zone.ts';
import { compile } from '../compile.ts';
import type { Rulebook } from '../rulebook.ts';
import { createRotation } from './create-rotation.ts';
import { offersAt } from './offers.ts';
import type { Place } from './offers.ts';

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
const at = (text: string): Instant => instantFromIso(text) as Instant;

const rulebookOf = (promotions: readonly object[], version = 1): Rulebook => {
  const all = promotions.map((one, i) => ({
    ...{ code: `p${i}`, priority: i, firstOn: '2020-01-01' },
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '1' } }],
    ...one,
  }));
  const made = compile({ promotions: all }, units);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const { compiled, content } = made;
  return {
    ...compiled,
    ...{ rulebook: version, tenant: 1, program: 1, version, inForceFrom: at('2020-01-01T00:00:00Z'), content },
  };
};
const when = (...conditions: readonly (readonly [kind: string, params: object])[]) => ({
  conditions: conditions.map(([kind, params]) => ({ kind, params })),
});
const hours = (from: string, to: string, beginsOn?: readonly string[]) =>
  when(['time-window', { from, to, ...(beginsOn && { beginsOn }) }]);

const place = (over: Partial<Place> & { readonly zoned?: string } = {}): Place => ({
  ...{ outlet: 'centro', groups: [], partner: 'mercado', zone: createZone(over.zoned ?? 'Europe/Madrid') },
  ...over,
});
const setAt = (promotions: readonly object[], moment: string, where = place()) => {
  const rulebook = rulebookOf(promotions);
  return offersAt(() => rulebook, [], where, at(moment));
};
const told = (offer: { promotion: { code: string }; from: Instant; until?: Instant | undefined }): string =>
  `${offer.promotion.code} ${isoFromInstant(offer.from).slice(0, 16)}–${offer.until === undefined ? '' : isoFromInstant(offer.until).slice(0, 16)}`;
const codes = (offers: readonly { promotion: { code: string } }[]): string[] => offers.map((one) => one.promotion.code);

describe('hours', () => {
  it('over midnight are one window, of the day on which it opens', () => {
    const night = [hours('22:00', '02:00', ['friday'])];
    const friday = setAt(night, '2026-11-20T21:30:00Z');
    expect(friday.live.map(told)).toEqual(['p0 2026-11-20T21:30–2026-11-21T01:00']);
    // One in the morning of Saturday belongs to Friday, one in the morning of Friday to nobody.
    expect(codes(setAt(night, '2026-11-21T00:00:00Z').live)).toEqual(['p0']);
    const thursday = setAt(night, '2026-11-20T00:00:00Z');
    expect(thursday.live).toEqual([]);
    expect(thursday.next.map(told)).toEqual(['p0 2026-11-20T21:00–2026-11-21T01:00']);
    expect(thursday.changesAt).toBe(at('2026-11-20T21:00:00Z'));
  });

  it('the end does not belong to them: what begins there takes over in that minute', () => {
    const parts = [hours('06:00', '12:00'), hours('12:00', '18:00')];
    expect(codes(setAt(parts, '2026-11-20T10:59:00Z').live)).toEqual(['p0']);
    expect(codes(setAt(parts, '2026-11-20T11:00:00Z').live)).toEqual(['p1']);
  });

  it('until 24:00 end with the day, and from 00:00 begin with it', () => {
    const both = [hours('20:00', '24:00'), hours('00:00', '04:00')];
    const evening = setAt(both, '2026-11-20T22:59:00Z');
    expect(evening.live.map(told)).toEqual(['p0 2026-11-20T22:59–2026-11-20T23:00']);
    expect(evening.next.map(told)).toEqual([
      'p1 2026-11-20T23:00–2026-11-21T03:00',
      'p0 2026-11-21T19:00–2026-11-21T23:00',
    ]);
  });
});

describe('days on which clocks change', () => {
  // In Madrid 2026-03-29 has no time from 02:00 to 03:00, and 2026-10-25 has it twice.
  it('a window that lies in the hour that is left out does not open, and the next one is told', () => {
    const spring = setAt([hours('02:00', '03:00')], '2026-03-28T12:00:00Z');
    expect(spring.next.map(told)).toEqual(['p0 2026-03-30T00:00–2026-03-30T01:00']);
  });

  it('a window around the hour that is left out is an hour shorter', () => {
    const spring = setAt([hours('01:00', '05:00')], '2026-03-28T12:00:00Z');
    expect(spring.next.map(told)).toEqual(['p0 2026-03-29T00:00–2026-03-29T03:00']);
  });

  it('a window that begins in the hour that is left out begins where the clock goes on', () => {
    const spring = setAt([hours('02:30', '05:00')], '2026-03-28T12:00:00Z');
    expect(spring.next.map(told)).toEqual(['p0 2026-03-29T01:00–2026-03-29T03:00']);
  });

  it('a window in the hour that comes twice opens twice', () => {
    const autumn = [hours('02:00', '02:30')];
    expect(setAt(autumn, '2026-10-24T12:00:00Z').next.map(told)).toEqual(['p0 2026-10-25T00:00–2026-10-25T00:30']);
    const between = setAt(autumn, '2026-10-25T00:45:00Z');
    expect(between.live).toEqual([]);
    expect(between.next.map(told)).toEqual(['p0 2026-10-25T01:00–2026-10-25T01:30']);
    expect(codes(setAt(autumn, '2026-10-25T01:10:00Z').live)).toEqual(['p0']);
  });

  it('a weekday of 25 hours is live for 25 hours', () => {
    const sunday = setAt([when(['weekday-in', { weekdays: ['sunday'] }])], '2026-10-24T12:00:00Z');
    expect(sunday.next.map(told)).toEqual(['p0 2026-10-24T22:00–2026-10-25T23:00']);
  });
});

describe('places', () => {
  const promotions = [
    when(['outlet-group-in', { groups: ['city'] }]),
    when(['outlet-in', { outlets: ['playa'] }]),
    when(['partner-in', { partners: ['farmacia'] }]),
    hours('09:00', '12:00'),
    // Of the buyer and not of the place: told as an offer, whoever stands at the till.
    when(['tier-in', { tiers: ['gold'] }]),
  ];

  it('each outlet has the offers of itself, its groups and its partner', () => {
    const noon = '2026-11-20T15:00:00Z';
    expect(codes(setAt(promotions, noon, place({ groups: ['city', 'north'] })).live)).toEqual(['p0', 'p4']);
    expect(codes(setAt(promotions, noon, place({ outlet: 'playa' })).live)).toEqual(['p1', 'p4']);
    expect(codes(setAt(promotions, noon, place({ outlet: 'x', partner: 'farmacia' })).live)).toEqual(['p2', 'p4']);
  });

  it('goes by the wall of each outlet: the islands follow an hour later', () => {
    const moment = '2026-11-20T08:30:00Z';
    expect(codes(setAt([promotions[3] as object], moment).live)).toEqual(['p0']);
    const islands = setAt([promotions[3] as object], moment, place({ outlet: 'playa', zoned: 'Atlantic/Canary' }));
    expect(islands.live).toEqual([]);
    expect(islands.next.map(told)).toEqual(['p0 2026-11-20T09:00–2026-11-20T12:00']);
  });

  it('a thousand outlets have sets of their own names, and each the same one whenever it asks', () => {
    const rulebook = rulebookOf(promotions);
    const moment = at('2026-11-20T15:00:00Z');
    const zone = createZone('Europe/Madrid');
    const versions = Array.from({ length: 1_000 }, (_, n) => {
      const where = { outlet: `o${n}`, groups: n % 2 === 0 ? ['city'] : [], partner: 'mercado', zone };
      const set = offersAt(() => rulebook, [], where, moment);
      expect(codes(set.live)).toEqual(n % 2 === 0 ? ['p0', 'p4'] : ['p4']);
      expect(offersAt(() => rulebook, [], where, at('2026-11-20T15:07:00Z')).version).toBe(set.version);
      return set.version;
    });
    expect(new Set(versions).size).toBe(1_000);
  });
});

describe('versions to come', () => {
  it('a promotion ends where a scheduled version leaves it out, and what that brings is next', () => {
    const now = rulebookOf([{ code: 'old' }, { code: 'stays' }]);
    const later = rulebookOf(
      [
        { code: 'stays', priority: 1 },
        { code: 'new', priority: 2 },
      ],
      2,
    );
    const taking = at('2026-11-21T10:00:00Z');
    const set = offersAt((moment) => (moment < taking ? now : later), [taking], place(), at('2026-11-20T10:00:00Z'));
    expect(set.live.map(told)).toEqual(['old 2026-11-20T10:00–2026-11-21T10:00', 'stays 2026-11-20T10:00–']);
    expect(set.next.map(told)).toEqual(['new 2026-11-21T10:00–']);
    expect(set.changesAt).toBe(taking);
  });

  it('what was published within the minute is live in that minute', () => {
    const taking = at('2026-11-20T10:00:20Z');
    const [now, later] = [rulebookOf([{ code: 'old' }]), { ...rulebookOf([{ code: 'new' }], 2), inForceFrom: taking }];
    const promotions = {
      rulebookAt: (_: number, moment: Instant) => (moment < taking ? now : later),
      list: () => [now, later].map((one) => ({ ...one, ready: () => one })),
    };
    const partners = { settings: () => ({ partner: () => ({ code: 'mercado' }) }) };
    const { offers } = createRotation({ promotions, partners } as unknown as Parameters<typeof createRotation>[0]);
    const outlet = { ...place(), program: 1, outlet: 7, code: 'centro', partner: 1 } as unknown as Parameters<
      typeof offers
    >[0];
    expect(codes(offers(outlet, at('2026-11-20T10:00:10Z')).live)).toEqual(['old']);
    expect(codes(offers(outlet, at('2026-11-20T10:00:40Z')).live)).toEqual(['new']);
    expect(codes(offers(outlet, at('2026-11-20T10:01:10Z')).live)).toEqual(['new']);
  });

  it('days of a promotion are both its first and its last', () => {
    const set = setAt([{ firstOn: '2026-11-22', lastOn: '2026-11-23' }], '2026-11-20T10:00:00Z');
    expect(set.next.map(told)).toEqual(['p0 2026-11-21T23:00–2026-11-23T23:00']);
  });
});
