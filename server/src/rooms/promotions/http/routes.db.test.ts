import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../../../test/call-endpoint.ts';
import { assert } from '../../../kernel/assert.ts';
import { instant } from '../../../kernel/instant.ts';
import { manualClock } from '../../../platform/clock.ts';
import { freshDatabase } from '../../../platform/database/template.ts';
import type { FreshDatabase } from '../../../platform/database/template.ts';
import type { Principal } from '../../../platform/http/endpoint.ts';
import { createPrograms } from '../../programs/index.ts';
import type { Approvals } from '../../staff/index.ts';
import { createPromotions, twentyPromotions } from '../index.ts';
import { promotionRoutes } from './routes.ts';

let fresh: FreshDatabase;
let owner: Principal;
let neighbour: Principal;
let call: ReturnType<typeof callerOf<Principal>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  const clock = manualClock(instant(1_767_225_600_000_000));
  const programs = createPrograms({ database: fresh.database, clock });
  await programs.refresh();
  const principals: Principal[] = [];
  for (const code of ['mercado', 'vecino']) {
    const opened = await programs.openTenant({ code, name: code, defaultCountry: 'ES' });
    assert(opened.ok, 'the tenant opens');
    const { tenant } = opened.tenant;
    principals.push({
      tenant,
      credential: 7n,
      scopes: new Set(['promotions:read', 'promotions:write', 'promotions:publish']),
    });
    await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' });
  }
  [owner, neighbour] = principals as [Principal, Principal];
  await programs.openProgram(owner.tenant, { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' });
  const wallets = new Map(['points', 'promo'].map((code) => [code, { decimals: 0 }]));
  const promotions = createPromotions({ database: fresh.database, clock, programs, walletTypes: () => wallets });
  await promotions.refresh();
  // Nobody here is asked who else has to say yes: that is the door's, and stands in rules-by-two.db.test.ts.
  const staff = { approvals: { isByHand: () => false } as unknown as Approvals };
  call = callerOf(promotionRoutes({ promotions, programs, staff }));
});

afterAll(() => fresh.drop());

const POST = 'POST /v1/programs/club/rulebooks';
const body = JSON.parse(JSON.stringify(twentyPromotions)) as { promotions: object[] };

test('a rulebook is published, shown in words, listed, and published again without effect', async () => {
  const answer = await call(owner, POST, { body });
  expect(answer).toMatchObject({ status: 201, body: { version: 1, earnBase: 'net_of_points' } });
  expect(await call(owner, POST, { body })).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await call(owner, 'GET /v1/programs/club/rulebooks')).toMatchObject({
    status: 200,
    body: { items: [{ version: 1, promotions: 20, inForceFrom: '2026-01-01T00:00:00.000000Z' }] },
  });
  const shown = await call(owner, 'GET /v1/programs/club/rulebooks/1');
  assert('body' in shown, 'it is shown');
  const { sentences } = shown.body as { sentences: { en: string; es: string }[] };
  expect(sentences[5]).toEqual({
    en: 'wednesday-double: 2 times the points of base-earn on all goods, rounded down per receipt, only on Wednesday.',
    es: 'wednesday-double: 2 veces los puntos de base-earn en todos los artículos, redondeado hacia abajo por recibo, solo los miércoles.',
  });
  // What was shown can be published again as it is.
  const { promotions } = shown.body as { promotions: object[] };
  expect(await call(owner, POST, { body: { promotions } })).toMatchObject({ status: 200 });
});

test('what is wrong is refused by name', async () => {
  const [first] = body.promotions;
  expect(await call(owner, POST, { body: { promotions: [first, first] } })).toEqual({
    refusal: 'promotions.rulebook.code_taken',
  });
  expect(await call(owner, POST, { body: { promotions: [first], version: 9 } })).toEqual({
    refusal: 'promotions.rulebook.version_taken',
  });
  expect(await call(owner, POST, { body: { promotions: [first], inForceFrom: '2026-13-01T00:00:00Z' } })).toEqual({
    refusal: 'promotions.rulebook.malformed',
  });
  expect(await call(owner, 'GET /v1/programs/club/rulebooks/2')).toEqual({ refusal: 'promotions.rulebook.not_found' });
});

test('rulebooks of another tenant are not found, and a till has none', async () => {
  expect(await call(neighbour, 'GET /v1/programs/club/rulebooks')).toEqual({ refusal: 'programs.program.not_found' });
  expect(await call(neighbour, POST, { body })).toEqual({ refusal: 'programs.program.not_found' });
  expect(await call({ ...owner, terminal: 1 }, POST, { body })).toEqual({
    refusal: 'promotions.rulebook.not_for_bound',
  });
});

test('the kinds describe themselves', async () => {
  const answer = await call(owner, 'GET /v1/promotion-kinds');
  assert('body' in answer, 'they are listed');
  const { items } = answer.body as { items: { code: string; params: { properties: object }; example: object }[] };
  const kind = items.find(({ code }) => code === 'points-per-amount');
  expect(Object.keys(kind?.params.properties ?? {})).toEqual(
    expect.arrayContaining(['points', 'step', 'per', 'rounding']),
  );
  expect(kind?.example).toMatchObject({ points: '1', step: '10.00' });
});
