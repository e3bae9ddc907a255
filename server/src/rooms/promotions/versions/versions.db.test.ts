import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../../test/house.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { manualClock } from '../../../platform/clock.ts';

let house: TestHouse;
const clock = manualClock(instantFromIso('2026-03-02T09:00:00Z') as Instant);
const secrets = { ana: '', ben: '' };

type Body = Record<string, never> & {
  id: string;
  secret: string;
  code: string;
  revision: number;
  approval: string;
  state: string;
  version: number;
  problems: { code: string; place: string }[];
  versions: { version: number; inForceFrom: string }[];
  findings: { code: string; text: { en: string } }[];
  items: { version: number; kind: string; promotion?: string; reason?: string }[];
};

const ask = async (secret: string, what: string, body?: unknown, headers?: Record<string, string>) => {
  const answer = await house.request(what, body, { secret, ...(headers && { headers }) });
  return { status: answer.status, body: answer.body as Body, headers: answer.headers };
};

const PROMOTIONS = ['promotions:read', 'promotions:write', 'approvals:read'];

beforeAll(async () => {
  house = await makeHouse({ clock });
  for (const name of ['ana', 'ben'] as const) {
    const { id } = (await ask(house.secrets.tenant, 'POST /v1/staff/people', { name, email: `${name}@example.com` }))
      .body;
    const scopes = name === 'ana' ? PROMOTIONS : [...PROMOTIONS, 'approvals:decide', 'promotions:publish'];
    secrets[name] = await house.keyOf(id, scopes);
  }
  await house.refresh();
});

afterAll(() => house.close());

const DOUBLE = {
  code: 'wednesday-double',
  priority: 200,
  firstOn: '2026-01-01',
  conditions: [{ kind: 'weekday-in', params: { weekdays: ['wednesday'] } }],
  effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', per: 'receipt', of: ['base-earn'] } }],
};
const DRAFTS = '/v1/programs/club/rulebook-drafts';
const contentOf = (...promotions: object[]) => ({ earnBase: 'net_of_points', promotions });

const save = (draft: string, revision: number, ...promotions: object[]) =>
  ask(secrets.ana, `PUT ${DRAFTS}/${draft}`, { revision, content: contentOf(...promotions) });

let counter = 0;
const publish = async (draft: string, revision: number, more: object = {}) => {
  counter += 1;
  return ask(secrets.ana, `POST ${DRAFTS}/${draft}/publish`, { revision, reference: `pub-${counter}`, ...more });
};
const approve = (approval: string, secret = secrets.ben) => ask(secret, `POST /v1/approvals/${approval}/approve`, {});
const inForce = () =>
  house.promotions
    .rulebookAt(house.program().program, clock.now())
    .content.promotions.map(({ code, version }) => `${code}/${version}`);

test('a draft is written, compared, approved by somebody else and decides from then on', async () => {
  expect(await save('spring', 0, BASE_EARN, DOUBLE)).toMatchObject({
    status: 201,
    body: { revision: 1, problems: [] },
  });
  expect((await ask(secrets.ana, `GET ${DRAFTS}/spring/diff`)).body).toMatchObject({
    before: 1,
    added: [{ code: 'wednesday-double' }],
    removed: [],
    changed: [],
  });
  const asked = await publish('spring', 1, { reason: 'spring' });
  expect(asked).toMatchObject({ status: 202, body: { state: 'pending', version: 2 } });
  // The program writes off what was spent before a return, and the search before publishing says so.
  expect(asked.body.findings.map(({ text }) => text.en).join('\n')).toMatch(
    /base-earn\): 1\. buy for 20\.40 EUR 2\. spend all points 3\. return everything → 0\.20 EUR are left for nothing/,
  );
  expect(inForce()).toEqual(['base-earn/1']);
  expect((await approve(asked.body.approval, secrets.ana)).status).toBe(403);
  expect(await approve(asked.body.approval)).toMatchObject({ status: 200, body: { state: 'approved' } });
  expect(inForce()).toEqual(['base-earn/1', 'wednesday-double/1']);
  // The draft is closed with its publication, and its name is free again.
  expect((await ask(secrets.ana, `GET ${DRAFTS}/spring`)).status).toBe(404);
  expect((await ask(secrets.ana, 'GET /v1/programs/club/publications')).body.items).toMatchObject([
    { version: 2, kind: 'draft', reason: 'spring' },
  ]);
});

test('of two people who edit the same revision the second is told', async () => {
  expect((await save('shared', 0, BASE_EARN)).body.revision).toBe(1);
  expect((await save('shared', 1, BASE_EARN, DOUBLE)).body.revision).toBe(2);
  expect(await save('shared', 1, DOUBLE)).toMatchObject({ status: 409, body: { code: 'promotions.draft.changed' } });
  // Sending the same save again is the same save.
  expect(await save('shared', 1, BASE_EARN, DOUBLE)).toMatchObject({ status: 200, body: { revision: 2 } });
  const both = await Promise.all([1, 2].map((n) => save('shared', 2, { ...BASE_EARN, priority: n })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('what is wrong is kept, named by place at every save, and not published', async () => {
  const wrong = {
    ...DOUBLE,
    conditions: [{ kind: 'weekday-in', params: { weekdays: ['wedding-day'] } }],
    colour: 'red',
    effects: [{ kind: 'points-per-amount', wallet: 'moons', params: { points: '1', step: '0.00', per: 'receipt' } }],
  };
  const { body } = await save('wrong', 0, BASE_EARN, wrong);
  expect(body.problems.map(({ code, place }) => `${code} ${place}`)).toEqual([
    'promotions.rulebook.unknown_field promotions[1]',
  ]);
  const { colour: _colour, ...closer } = wrong;
  const second = await save('wrong', 1, BASE_EARN, closer);
  expect(second.body.problems.map(({ code, place }) => `${code} ${place}`)).toEqual([
    'promotions.rulebook.malformed promotions[1].conditions[0].params.weekdays[0]',
    'promotions.rulebook.unknown_wallet_type promotions[1].effects[0].wallet',
  ]);
  const before = inForce();
  expect((await publish('wrong', 2)).status).toBe(422);
  expect(inForce()).toEqual(before);
});

test('what changes between the request and the yes refuses the yes, and nothing is published', async () => {
  await save('late', 0, BASE_EARN);
  const asked = await publish('late', 1);
  await save('late', 1, { ...BASE_EARN, priority: 7 });
  expect(await approve(asked.body.approval)).toMatchObject({ status: 409, body: { code: 'promotions.draft.changed' } });
  // The request itself is repeated as it was, under its reference.
  expect(
    (await ask(secrets.ana, `POST ${DRAFTS}/late/publish`, { revision: 1, reference: `pub-${counter}` })).body,
  ).toMatchObject({
    approval: asked.body.approval,
  });
  const again = await publish('late', 2);
  await save('other', 0, { ...BASE_EARN, priority: 8 });
  const other = await publish('other', 1);
  expect((await approve(other.body.approval)).status).toBe(200);
  const before = inForce();
  expect(await approve(again.body.approval)).toMatchObject({
    status: 409,
    body: { code: 'promotions.rulebook.version_taken' },
  });
  expect(inForce()).toEqual(before);
});

test('the past is refused, and a scheduled version takes force at its moment', async () => {
  await save('easter', 0, BASE_EARN, DOUBLE);
  expect(await publish('easter', 1, { inForceFrom: '2026-03-02T08:59:59Z' })).toMatchObject({
    status: 422,
    body: { code: 'promotions.rulebook.in_the_past' },
  });
  const asked = await publish('easter', 1, { inForceFrom: '2026-04-05T00:00:00+02:00' });
  expect((await approve(asked.body.approval)).status).toBe(200);
  expect(inForce()).toEqual(['base-earn/2']);
  // Something published now would keep Easter from ever taking force.
  await save('now', 0, { ...BASE_EARN, priority: 9 });
  expect(await publish('now', 1)).toMatchObject({ body: { code: 'promotions.publication.would_supersede' } });
});

test('a pause takes one person, holds for scheduled versions too, and is resumed by two', async () => {
  const paused = await ask(secrets.ana, 'POST /v1/programs/club/promotions/base-earn/pause', { reference: 'stop-1' });
  expect(paused).toMatchObject({ status: 201 });
  expect(paused.body.versions.map(({ inForceFrom }) => inForceFrom)).toEqual([
    '2026-03-02T09:00:00.000000Z',
    '2026-04-04T22:00:00.000000Z',
  ]);
  expect(inForce()).toEqual([]);
  expect(
    await ask(secrets.ana, 'POST /v1/programs/club/promotions/base-earn/pause', { reference: 'stop-1' }),
  ).toMatchObject({
    status: 200,
    body: { versions: paused.body.versions },
  });
  const scheduled = house.promotions.list(house.program().program).at(-1);
  // What multiplies nothing but the paused promotion goes with it.
  expect(scheduled?.ready().content.promotions).toEqual([]);

  const asked = await ask(secrets.ana, 'POST /v1/programs/club/promotions/base-earn/resume', { reference: 'go-1' });
  expect(asked).toMatchObject({ status: 202 });
  expect((await approve(asked.body.approval)).status).toBe(200);
  // As it was, after the scheduled one was published: its content changed, so its version did.
  expect(inForce()).toEqual(['base-earn/4']);
  const back = house.promotions.rulebookAt(house.program().program, clock.now()).content.promotions[0];
  expect(back).toMatchObject({ code: 'base-earn', priority: 8 });
  expect(
    await ask(secrets.ana, 'POST /v1/programs/club/promotions/base-earn/resume', { reference: 'go-2' }),
  ).toMatchObject({
    body: { code: 'promotions.promotion.not_paused' },
  });
});

test('an earlier version comes back by two people, and not when it says what is said already', async () => {
  const asked = await ask(secrets.ana, 'POST /v1/programs/club/rulebooks/2/restore', {
    reference: 'back-1',
    supersede: true,
  });
  expect(asked.status).toBe(202);
  expect((await approve(asked.body.approval)).status).toBe(200);
  expect(inForce()).toEqual(['base-earn/5', 'wednesday-double/1']);
  expect(await ask(secrets.ana, 'POST /v1/programs/club/rulebooks/2/restore', { reference: 'back-2' })).toMatchObject({
    body: { code: 'promotions.publication.nothing_changes' },
  });
  expect(await ask(secrets.ana, 'POST /v1/programs/club/rulebooks/99/restore', { reference: 'back-3' })).toMatchObject({
    status: 404,
  });
});

test('a person does not publish alone, and another tenant has no drafts here', async () => {
  expect(await ask(secrets.ben, 'POST /v1/programs/club/rulebooks', { promotions: [BASE_EARN] })).toMatchObject({
    status: 403,
    body: { code: 'promotions.publication.needs_approval' },
  });
  expect((await ask(house.secrets.vecino, `GET ${DRAFTS}`)).body).toMatchObject({ items: [] });
  expect((await ask(house.secrets.vecino, `GET ${DRAFTS}/shared`)).status).toBe(404);
});

test('a till pulls what is live and next, and is told when it has it already', async () => {
  const path = 'GET /v1/programs/club/offers?outlet=centro';
  const first = await ask(house.secrets.till, path);
  expect(first).toMatchObject({ status: 200 });
  expect(first.body).toMatchObject({
    live: [{ promotion: 'base-earn' }],
    // Wednesday begins at midnight of the outlet's wall.
    next: [
      { promotion: 'wednesday-double', from: '2026-03-03T23:00:00.000000Z', until: '2026-03-04T23:00:00.000000Z' },
    ],
    changesAt: '2026-03-03T23:00:00.000000Z',
  });
  const etag = String(first.headers.etag);
  expect((await ask(house.secrets.till, path, undefined, { 'if-none-match': etag })).status).toBe(304);
  await ask(secrets.ana, 'POST /v1/programs/club/promotions/wednesday-double/pause', { reference: 'stop-2' });
  expect((await ask(house.secrets.till, path, undefined, { 'if-none-match': etag })).status).toBe(200);
  expect((await ask(house.secrets.till, 'GET /v1/programs/club/offers?outlet=farmacia')).status).toBe(404);
});
