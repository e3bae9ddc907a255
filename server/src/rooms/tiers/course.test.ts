import { expect, test } from 'vitest';
import { instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { createZone } from '../../kernel/zone.ts';
import type { TierContent, TierDefinition } from './definition.ts';
import type { Mark } from './mark.ts';
import { countMarks, giveByHand, settleStanding, type Settled, type StandingGround } from './settle-standing.ts';
import { newStanding, type Standing } from './standing.ts';

// What semantics 3.8 promises, on standings in memory.

const at = (text: string): Instant => instantFromIso(text.length === 10 ? `${text}T12:00:00Z` : text)!;
const zone = createZone('Europe/Madrid');
const RULES: TierContent = {
  levels: [
    { code: 'silver', name: 'Silver', threshold: '100' },
    { code: 'gold', name: 'Gold', threshold: '500' },
    { code: 'platinum', name: 'Platinum', threshold: '1000' },
  ],
  metric: 'spend',
  counts: { pending: true, spend: 'net_of_points' },
  window: { per: 'year' },
  start: 'immediate',
  validity: 'end_of_next_period',
  downgrade: 'full',
  purchaseTier: 'before',
  returns: 'reevaluate',
  onChange: 'upgrade_only',
};

const rules = (more: Partial<TierContent> = {}, version = 1, inForceFrom = at('2020-01-01')): TierDefinition => {
  const content = { ...RULES, ...more };
  const thresholds = content.levels.map((one) => (one.threshold === undefined ? undefined : Number(one.threshold)));
  return { tenant: 1, program: 1, version, inForceFrom, content, thresholds };
};

/** A member whose standing goes on as receipts, returns and time come. */
function member(...versions: TierDefinition[]) {
  const ground: StandingGround = { versions, zone };
  let standing: Standing = newStanding({ lane: 1, owner: 1n, program: 1, tenant: 1 }, versions[0]!, at('2024-03-10'));
  const told: string[] = [];
  const take = (settled: Settled): void => {
    standing = settled.standing;
    for (const one of settled.changes)
      told.push(`${isoFromInstant(one.at).slice(0, 10)} ${one.from || 'none'} > ${one.to || 'none'} ${one.because}`);
  };
  const self = {
    ground,
    told,
    standing: () => standing,
    timeIs(text: string) {
      take(settleStanding(ground, standing, at(text)));
      return self;
    },
    /** Counts at a day; told on another one where it comes late. */
    buys(text: string, spend: number, now = text) {
      take(settleStanding(ground, standing, at(text)));
      const isLate = standing.course.at > at(text);
      take(countMarks(ground, standing, [[at(text), 0, spend, 1]], isLate ? at(now) : at(text), 'counted_late'));
      take(settleStanding(ground, standing, at(text)));
      return self;
    },
    returns(bought: string, spend: number, now: string) {
      take(settleStanding(ground, standing, at(now)));
      const mark: Mark = [at(bought), 0, -spend, -1];
      take(countMarks(ground, standing, [mark], at(now), 'returned'));
      return self;
    },
    given(tier: string | undefined, now: string, until = '2099-01-01') {
      take(settleStanding(ground, standing, at(now)));
      const byHand = tier === undefined ? undefined : { tier, since: at(now), until: at(until), reason: 'VIP' };
      take(giveByHand(ground, standing, byHand, at(now)));
      return self;
    },
    is(tier: string, text?: string) {
      if (text !== undefined) self.timeIs(text);
      expect(standing.tier).toBe(tier);
      return self;
    },
  };
  return self;
}

test('a level begins at once, and holds to the end of the next period', () => {
  const lucía = member(rules()).buys('2025-05-01', 60).is('').buys('2025-06-01', 40).is('silver');
  lucía.is('silver', '2026-12-31T22:59:59Z').is('', '2026-12-31T23:00:00Z');
  expect(lucía.told).toEqual(['2025-06-01 none > silver reached', '2026-12-31 silver > none ended']);
});

test('with a start in the next period it begins there, and holds to its end', () => {
  expect.hasAssertions();
  const rule = rules({ start: 'next_period', validity: 'end_of_period' });
  const vera = member(rule).buys('2025-05-01', 600).is('').is('', '2025-12-31');
  vera.is('gold', '2026-01-01').is('gold', '2026-12-31').is('', '2027-01-01');
});

test('whoever reaches the level again has it longer, and a lower one is what is left when it ends', () => {
  expect.hasAssertions();
  const ana = member(rules()).buys('2025-02-01', 500).buys('2026-02-01', 100);
  ana.is('gold', '2026-12-30').is('silver', '2027-01-02').is('', '2028-01-02');
  const eva = member(rules()).buys('2025-02-01', 500).buys('2026-02-01', 500);
  eva.is('gold', '2027-12-30').is('', '2028-01-02');
});

test('each downgrade policy: none keeps, one step at a time, or full', () => {
  expect.hasAssertions();
  const after = (downgrade: TierContent['downgrade']) => member(rules({ downgrade })).buys('2025-02-01', 1000);
  after('none').is('platinum', '2035-01-01');
  after('one_step').is('gold', '2027-06-01').is('silver', '2028-06-01').is('', '2029-06-01');
  after('full').is('', '2027-06-01');
});

test('a level that is kept is left by nobody, whatever the policy', () => {
  expect.hasAssertions();
  const levels = RULES.levels.map((one) => (one.code === 'gold' ? { ...one, isKept: true } : one));
  const vip = member(rules({ levels, downgrade: 'full' })).buys('2025-02-01', 1000);
  // Gold was reached with platinum: it is what is left of it.
  vip.is('platinum', '2026-06-01').buys('2026-07-01', 500).is('gold', '2030-01-01');
});

test('grace puts the end off, rounded up, and who reaches the level within it has never left it', () => {
  const grace = { days: 10, roundTo: 'month' } as const;
  const late = member(rules({ grace })).buys('2025-02-01', 500).is('gold', '2027-01-20');
  late.buys('2027-01-25', 500).is('gold', '2028-12-01');
  expect(late.told).toEqual(['2025-02-01 none > gold reached']);
  member(rules({ grace })).buys('2025-02-01', 500).is('gold', '2027-01-31').is('', '2027-02-01');
});

test('rolling days: what has left the window counts no more', () => {
  expect.hasAssertions();
  const rule = rules({ window: { days: 30 }, validity: { days: 10 } });
  const fast = member(rule).buys('2025-05-01', 60).buys('2025-05-30', 40).is('silver');
  member(rule).buys('2025-05-01', 60).buys('2025-05-31', 40).is('');
  // Ten days on, the forty are all that is left in the window.
  fast.is('silver', '2025-06-09').is('', '2025-06-10');
});

test('an anniversary counts from the day of enrolment', () => {
  expect.hasAssertions();
  const rule = rules({ window: { per: 'anniversary' }, validity: 'end_of_period' });
  const own = member(rule).buys('2025-03-09', 60).buys('2025-03-11', 60).is('').buys('2025-03-12', 40).is('silver');
  own.is('silver', '2026-03-09').is('', '2026-03-10');
});

test('a return is taken off at the date of its purchase; the tier is lost from now on only', () => {
  const mateo = member(rules()).buys('2025-11-01', 480).buys('2026-01-05', 20).is('silver');
  mateo.buys('2026-01-06', 480).is('gold').returns('2026-01-06', 480, '2026-02-01').is('silver');
  expect(mateo.told).toEqual([
    '2025-11-01 none > silver reached',
    '2026-01-06 silver > gold reached',
    '2026-02-01 gold > silver returned',
  ]);
});

test('a return of what was bought last year does not touch what was reached this year', () => {
  expect.hasAssertions();
  member(rules()).buys('2025-11-01', 500).buys('2026-01-05', 500).returns('2025-11-01', 500, '2026-02-01').is('gold');
});

test('where returns keep a tier, it stays until it ends', () => {
  const kept = member(rules({ returns: 'keep' }))
    .buys('2025-11-01', 500)
    .returns('2025-11-01', 500, '2025-12-01');
  kept.is('gold').is('gold', '2026-12-01').is('', '2027-02-01');
  expect(kept.standing().marks).toEqual([]);
});

test('a receipt that comes late counts on its own date, and no downgrade is told of a state that nobody was in', () => {
  // Gold from December to the end of next year, known only when that is over: nothing is told.
  const late = member(rules({ validity: 'end_of_period' }))
    .buys('2025-05-01', 100)
    .timeIs('2026-02-01')
    .is('');
  late.buys('2025-12-20', 400, '2026-02-01').is('');
  expect(late.told).toEqual(['2025-05-01 none > silver reached', '2025-12-31 silver > none ended']);
  // Known while it still holds: told once, from now on.
  const known = member(rules()).buys('2025-05-01', 100).timeIs('2026-02-01').buys('2025-12-20', 400, '2026-02-01');
  expect(known.is('gold').told.at(-1)).toBe('2026-02-01 silver > gold counted_late');
  known.is('gold', '2026-12-01').is('', '2027-02-01');
});

test('new rules raise at once and lower nobody, unless they say so', () => {
  expect.hasAssertions();
  const [easier, harder] = [{ '500': '300' }, { '500': '800' }].map((by) =>
    RULES.levels.map((one) => ({ ...one, threshold: by[one.threshold as '500'] ?? one.threshold })),
  );
  const change = (more: Partial<TierContent>) => member(rules(), rules(more, 2, at('2025-09-01')));
  change({ levels: easier! }).buys('2025-05-01', 400).is('silver').is('gold', '2025-09-02').is('gold', '2026-12-01');
  change({ levels: harder! })
    .buys('2025-05-01', 600)
    .is('gold', '2025-09-02')
    .is('gold', '2026-12-01')
    .is('', '2027-02-01');
  change({ levels: harder!, onChange: 'recompute' }).buys('2025-05-01', 600).is('gold').is('silver', '2025-09-02');
});

test('a tier given by hand stands before what was counted, until it ends', () => {
  const vip = member(rules()).buys('2025-05-01', 100).given('platinum', '2025-06-01', '2025-07-01').is('platinum');
  vip.buys('2025-06-15', 400).is('platinum').is('gold', '2025-07-01');
  expect(vip.told).toEqual([
    '2025-05-01 none > silver reached',
    '2025-06-01 silver > platinum given_by_hand',
    '2025-07-01 platinum > gold hand_ended',
  ]);
  vip.given('silver', '2025-08-01').is('silver', '2026-01-01').given(undefined, '2026-01-02').is('gold');
});

test('spending does not lower a tier that a balance has reached; its end looks at the balance', () => {
  let balance = 600;
  const definition = rules({ metric: 'balance', validity: { days: 30 } });
  const ground: StandingGround = { versions: [definition], zone, balanceAt: () => balance };
  const fresh = newStanding({ lane: 1, owner: 1n, program: 1, tenant: 1 }, definition, at('2024-03-10'));
  const settled = settleStanding(ground, fresh, at('2025-05-01')).standing;
  const bought = countMarks(
    ground,
    settled,
    [[at('2025-05-01'), 0, 600, 1]],
    at('2025-05-01'),
    'counted_late',
  ).standing;
  expect(bought.tier).toBe('gold');
  balance = 150;
  const after = settleStanding(ground, bought, at('2025-05-20')).standing;
  expect(after.tier).toBe('gold');
  expect(settleStanding(ground, after, at('2025-06-10')).standing.tier).toBe('silver');
});
