import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { instant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';
import { freshDatabase } from '../../platform/database/template.ts';
import type { FreshDatabase } from '../../platform/database/template.ts';
import { createPrograms } from '../programs/index.ts';
import type { Programs } from '../programs/index.ts';
import { adjudicate, createPromotions, twentyPromotions } from './index.ts';
import type { Promotions, PublishOutcome } from './index.ts';
import { basketWith } from './samples/sample-basket.ts';

const DAY = 86_400_000_000;
const start = 1_767_225_600_000_000;
const clock = manualClock(instant(start));
const at = (days: number) => instant(start + days * DAY);

let fresh: FreshDatabase;
let programs: Programs;
let promotions: Promotions;
let tenant: number;

const wallets = new Map([
  ['points', { decimals: 0 }],
  ['promo', { decimals: 0 }],
]);
const room = (): Promotions =>
  createPromotions({ database: fresh.database, clock, programs, walletTypes: () => wallets });

const openProgram = async (code: string): Promise<number> => {
  const opened = await programs.openProgram(tenant, {
    code,
    name: code,
    zone: 'Europe/Madrid',
    currency: 'EUR',
    policy: { earnBase: 'net' },
  });
  assert(opened.ok, 'the program opens');
  return opened.program.program;
};

const earn = (points: string, more: object = {}) => ({
  promotions: [
    {
      code: 'base-earn',
      priority: 1,
      firstOn: '2020-01-01',
      effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points, step: '1.00', per: 'receipt' } }],
      ...more,
    },
  ],
});

const publishedVersion = (outcome: PublishOutcome): number => {
  assert(outcome.ok, outcome.ok ? '' : `${outcome.refusal} ${JSON.stringify(outcome.facts)}`);
  return outcome.rulebook.version;
};

beforeAll(async () => {
  fresh = await freshDatabase();
  programs = createPrograms({ database: fresh.database, clock });
  await programs.refresh();
  const opened = await programs.openTenant({ code: 'mercado', name: 'Mercado', defaultCountry: 'ES' });
  assert(opened.ok, 'the tenant opens');
  tenant = opened.tenant.tenant;
  await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' });
  promotions = room();
  await promotions.refresh();
});

afterAll(() => fresh.drop());

describe('a rulebook', () => {
  test('that nobody published is empty and grants nothing', async () => {
    const program = await openProgram('silent');
    const rulebook = promotions.rulebookAt(program, at(0));
    expect(rulebook).toMatchObject({ rulebook: 0, version: 0 });
    expect(promotions.rulebook(0)).toBe(rulebook);
    expect(adjudicate(rulebook, basketWith({})).grants).toEqual([]);
  });

  test('decides from its moment on, and the one before it until then, for ever', async () => {
    const program = await openProgram('club');
    expect(publishedVersion(await promotions.publish({ program, content: earn('1'), inForceFrom: at(-3_000) }))).toBe(
      1,
    );
    expect(publishedVersion(await promotions.publish({ program, content: earn('2'), inForceFrom: at(10) }))).toBe(2);
    const points = (days: number) =>
      adjudicate(promotions.rulebookAt(program, at(days)), basketWith({})).grants.map((grant) => [
        grant.version,
        grant.points,
      ]);
    expect(points(-3_001)).toEqual([]);
    expect(points(-1)).toEqual([[1, 10n]]);
    expect(points(9)).toEqual([[1, 10n]]);
    expect(points(10)).toEqual([[2, 20n]]);
    // A later version that takes force earlier takes the place of what was planned.
    expect(publishedVersion(await promotions.publish({ program, content: earn('3'), inForceFrom: at(5) }))).toBe(3);
    expect(points(4)).toEqual([[1, 10n]]);
    expect(points(11)).toEqual([[3, 30n]]);
  });

  test('is the same in another process, with its base, its units and the versions of its promotions', async () => {
    const program = await openProgram('twin');
    await promotions.publish({ program, content: twentyPromotions });
    await promotions.publish({
      program,
      content: { promotions: [...earn('1').promotions, ...twentyPromotions.promotions.slice(1)] },
    });
    const other = room();
    await other.refresh();
    const [first, second] = other.list(program);
    expect(other.list(program).map(({ version, digest }) => [version, digest])).toEqual(
      promotions.list(program).map(({ version, digest }) => [version, digest]),
    );
    const { content } = other.rulebook(second?.rulebook ?? -1);
    expect(content.earnBase).toBe('net');
    expect(content.units).toEqual({ currency: { code: 'EUR', decimals: 2 }, wallets: Object.fromEntries(wallets) });
    expect(content.promotions.map(({ version }) => version)).toEqual([2, ...new Array<number>(19).fill(1)]);
    expect(first?.ready().content.earnBase).toBe('net_of_points');
    await other.stop();
  });

  test('published again is the same and publishes nothing', async () => {
    const program = await openProgram('again');
    const first = await promotions.publish({ program, content: earn('1') });
    clock.advance(1);
    expect(await promotions.publish({ program, content: earn('1') })).toMatchObject({ ok: true, repeated: true });
    expect(promotions.list(program)).toHaveLength(publishedVersion(first));
  });

  test('takes no force in the past, and is the next version or none', async () => {
    const program = await openProgram('late');
    await promotions.publish({ program, content: earn('1') });
    expect(await promotions.publish({ program, content: earn('2'), inForceFrom: at(-1) })).toMatchObject({
      refusal: 'promotions.rulebook.in_the_past',
    });
    expect(await promotions.publish({ program, content: earn('2'), version: 3 })).toMatchObject({
      refusal: 'promotions.rulebook.version_taken',
      facts: { next: '2' },
    });
    expect(promotions.list(program)).toHaveLength(1);
  });

  test('published by two at once is published by one', async () => {
    const program = await openProgram('race');
    const other = room();
    const outcomes = await Promise.all([
      promotions.publish({ program, content: earn('1'), version: 1 }),
      other.publish({ program, content: earn('2'), version: 1 }),
    ]);
    expect(outcomes.map((outcome) => (outcome.ok ? 'published' : outcome.refusal)).sort()).toEqual([
      'promotions.rulebook.version_taken',
      'published',
    ]);
    await other.stop();
  });

  test('is neither changed nor deleted, and leaves no gap, whoever tries', async () => {
    const { database } = fresh;
    await expect(database.query("update promotions.rulebook set content = '{}'")).rejects.toThrow('never changed');
    await expect(database.query('delete from promotions.rulebook')).rejects.toThrow('never changed');
    await expect(database.query('truncate promotions.rulebook cascade')).rejects.toThrow('never changed');
    await expect(
      database.query(
        `insert into promotions.rulebook (tenant_id, program, version, in_force_from, content, content_digest, published_at)
         select tenant_id, program, 99, in_force_from, content, content_digest, published_at from promotions.rulebook limit 1`,
      ),
    ).rejects.toThrow('leaves a gap');
  });
});

describe('what is wrong is named with its place, and nothing is published', () => {
  const wrong: readonly (readonly [string, object, string, string])[] = [
    ['no list of promotions', {}, 'malformed', 'promotions'],
    [
      'a character that cannot be kept',
      earn('1', { conditions: [{ kind: 'channel-in', params: { channels: ['\u0000'] } }] }),
      'malformed',
      'promotions',
    ],
    ['an unknown field', earn('1', { colour: 'red' }), 'unknown_field', 'promotions[0]'],
    [
      'an unknown parameter',
      earn('1', { conditions: [{ kind: 'tier-in', params: { tiers: ['a'], x: 1 } }] }),
      'unknown_field',
      'promotions[0].conditions[0].params',
    ],
    [
      'an unknown kind',
      earn('1', { conditions: [{ kind: 'moon-phase' }] }),
      'unknown_kind',
      'promotions[0].conditions[0].kind',
    ],
    [
      'an unknown version of a kind',
      earn('1', { conditions: [{ kind: 'first-purchase', version: 2 }] }),
      'unknown_kind',
      'promotions[0].conditions[0].kind',
    ],
    ['points of zero', earn('0'), 'not_above_zero', 'promotions[0].effects[0].params.points'],
    ['points below zero', earn('-1'), 'malformed', 'promotions[0].effects[0].params.points'],
    ['more decimals than the unit has', earn('1.5'), 'malformed', 'promotions[0].effects[0].params.points'],
    [
      'a step of zero',
      earn('1', {
        effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '0.00', per: 'line' } }],
      }),
      'not_above_zero',
      'promotions[0].effects[0].params.step',
    ],
    [
      'an unknown wallet type',
      earn('1', { effects: [{ kind: 'fixed-bonus', wallet: 'miles', params: { points: '1' } }] }),
      'unknown_wallet_type',
      'promotions[0].effects[0].wallet',
    ],
    [
      'a wallet type named like what every object has',
      earn('1', { effects: [{ kind: 'fixed-bonus', wallet: 'constructor', params: { points: '1' } }] }),
      'unknown_wallet_type',
      'promotions[0].effects[0].wallet',
    ],
    [
      'a code twice',
      { promotions: [...earn('1').promotions, ...earn('1').promotions] },
      'code_taken',
      'promotions[1].code',
    ],
    [
      'an excluded promotion that is not there',
      earn('1', { excludes: ['ghost'] }),
      'unknown_promotion',
      'promotions[0].excludes[0]',
    ],
    ['an end before the start', earn('1', { lastOn: '2019-12-31' }), 'never_fires', 'promotions[0].lastOn'],
    ['a day that does not exist', earn('1', { firstOn: '2026-02-30' }), 'malformed', 'promotions[0].firstOn'],
    [
      'goods that are excepted as well',
      earn('1', {
        effects: [
          {
            kind: 'fixed-bonus',
            wallet: 'points',
            params: { points: '1', lines: { categories: ['a/b'], exceptCategories: ['a'] } },
          },
        ],
      }),
      'never_fires',
      'promotions[0].effects[0].params.lines',
    ],
    [
      'a factor that adds nothing',
      earn('1', { effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '1', per: 'line' } }] }),
      'never_fires',
      'promotions[0].effects[0].params.factor',
    ],
    [
      'a multiplier of what is not there',
      earn('1', {
        effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', of: ['ghost'], per: 'line' } }],
      }),
      'unknown_promotion',
      'promotions[0].effects[0].params.of',
    ],
    [
      'a cap of zero',
      earn('1', { effects: [{ kind: 'fixed-bonus', wallet: 'points', cap: '0', params: { points: '1' } }] }),
      'not_above_zero',
      'promotions[0].effects[0].cap',
    ],
  ];

  test.each(wrong)('%s', async (_, content, what, place) => {
    const program = programs.settings().programByCode(tenant, 'silent')?.program ?? -1;
    const outcome = await promotions.publish({ program, content });
    expect(outcome).toMatchObject({ ok: false, refusal: `promotions.rulebook.${what}`, facts: { place } });
    expect(promotions.list(program)).toEqual([]);
  });
});
