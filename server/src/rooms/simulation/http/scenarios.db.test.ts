import { afterAll, beforeAll, expect, test } from 'vitest';
import { withAnotherEnd } from '../../../../test/another-end.ts';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../../test/house.ts';
import { scenarioLibrary } from '../scenarios/library.ts';

let house: TestHouse;
type Told = {
  ok: boolean;
  rulebook: Record<string, unknown>;
  steps: { text: string; ok: boolean; told: string[]; wrong: string[] }[];
};
const ask = async (what: string, body?: unknown, secret = house.secrets.tenant) => {
  const { status, body: answer } = await house.request(what, body, { secret });
  return { status, body: answer as Told & { code: string; items: unknown[]; rulebook: object; problems: unknown[] } };
};
const RUNS = 'POST /v1/programs/club/scenario-runs';

beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

test('the library is listed, and each of its stories can be read whole', async () => {
  const listed = await ask('GET /v1/scenarios');
  expect(listed.body.items).toHaveLength(scenarioLibrary().length);
  expect(await ask('GET /v1/scenarios/three-for-two')).toMatchObject({
    status: 200,
    body: { scenario: 'three-for-two', rulebook: { promotions: [{ code: 'three-for-two' }, { code: 'base-earn' }] } },
  });
  expect(await ask('GET /v1/scenarios/no-such')).toMatchObject({
    status: 404,
    body: { code: 'simulation.scenario.not_found' },
  });
});

test('what came of a story is kept with the rulebook of then, whatever becomes of the draft', async () => {
  const content = { promotions: [BASE_EARN] };
  await ask('PUT /v1/programs/club/rulebook-drafts/kept', { revision: 0, content });
  const played = await ask(RUNS, { scenario: 'double-points-weekend', draft: 'kept' });
  const { run } = played.body as unknown as { run: string };
  await ask('PUT /v1/programs/club/rulebook-drafts/kept', {
    revision: 1,
    content: { promotions: [{ ...BASE_EARN, code: 'other-earn' }] },
  });
  const GET = `GET /v1/programs/club/scenario-runs`;
  const kept = await ask(`${GET}/${run}`);
  expect(kept).toMatchObject({ status: 200, body: { ...played.body, content } });
  expect(kept.body.rulebook).toMatchObject({ draft: 'kept', revision: 1 });

  const other = await ask(RUNS, { scenario: 'double-points-weekend', draft: 'kept' });
  expect(other.body.rulebook['revision']).toBe(2);
  const listed = await ask(`${GET}?limit=1&scenario=double-points-weekend`);
  expect(listed.body.items).toMatchObject([{ rulebook: { revision: 2 }, ok: false }]);
  expect(listed.body.items[0]).not.toHaveProperty('steps');
  const { next } = listed.body as unknown as { next: string };
  expect((await ask(`${GET}?limit=1&scenario=double-points-weekend&cursor=${next}`)).body.items).toMatchObject([
    { run },
  ]);
  expect((await ask(`${GET}?scenario=three-for-two`)).body.items).toEqual([]);

  const foreign = await ask(`GET /v1/programs/club/scenario-runs/${run}`, undefined, house.secrets.vecino);
  expect(foreign.status).toBeGreaterThanOrEqual(403);
  expect((await ask(`${GET}/${withAnotherEnd(run)}`)).status).toBe(404);
});

test('a published version is played and kept by its number', async () => {
  const published = (await ask('GET /v1/programs/club/rulebooks')).body.items as { version: number }[];
  const version = published[0]!.version;
  const played = await ask(RUNS, { scenario: 'double-points-weekend', version });
  expect(played).toMatchObject({ status: 200, body: { rulebook: { version } } });
  expect(await ask(RUNS, { scenario: 'double-points-weekend', version: 999 })).toMatchObject({
    status: 404,
    body: { code: 'promotions.rulebook.not_found' },
  });
  expect((await ask(RUNS, { scenario: 'double-points-weekend', version, draft: 'kept' })).status).toBe(422);
});

test('a story is played over the API, and nothing is booked', async () => {
  const before = await house.journalCount();
  const played = await ask(RUNS, { scenario: 'double-points-weekend', explain: true, language: 'es' });
  expect(played).toMatchObject({ status: 200, body: { ok: true } });
  expect(played.body.steps[0]?.text).toBe('ana compra bread 12,00');
  // Told to whoever reads it in their own language, whichever it was played in.
  const { run } = played.body as unknown as { run: string };
  const read = await ask(`GET /v1/programs/club/scenario-runs/${run}`);
  expect(read.body.steps[0]?.text).toBe('ana buys bread 12.00');
  expect(await house.journalCount()).toBe(before);
});

test('every story of the library can be the beginning of a draft', async () => {
  const own = { code: 'own', unit: 'EUR', pays: { points: '1.00', money: '1.00' } };
  await ask('POST /v1/programs/club/wallet-types', own);
  expect(scenarioLibrary().length).toBeGreaterThanOrEqual(28);
  for (const { name, given } of scenarioLibrary()) {
    const saved = await ask(`PUT /v1/programs/club/rulebook-drafts/${name}`, { revision: 0, content: given.rulebook });
    expect(saved.status, name).toBe(201);
    const about = JSON.stringify(saved.body.problems);
    // It needs what the program has to have first: a contract that pays.
    if (name === 'brand-pays-for-points') expect(about).toContain('alba-2026');
    else expect(saved.body.problems, name).toEqual([]);
  }
});

test('a draft is played in the place of the story’s own rulebook, and told where it goes otherwise', async () => {
  const content = { promotions: [BASE_EARN] };
  await ask('PUT /v1/programs/club/rulebook-drafts/plain', { revision: 0, content });
  const played = await ask(RUNS, { scenario: 'double-points-weekend', draft: 'plain' });
  expect(played).toMatchObject({ status: 200, body: { ok: false, rulebook: { draft: 'plain', revision: 1 } } });
  const wrong = played.body.steps.filter(({ ok }) => !ok).flatMap((step) => step.wrong);
  expect(wrong).toContain('points: expected 24, found 12');
  const byContent = await ask(RUNS, { scenario: 'double-points-weekend', content });
  expect(byContent.body.rulebook['digest']).toBe(played.body.rulebook['digest']);
});

test('what is wrong is refused at its place: the story, its name, the draft, two things at once', async () => {
  const { file } = (await ask('GET /v1/scenarios/three-for-two')).body as unknown as { file: Record<string, unknown> };
  expect(await ask(RUNS, { file })).toMatchObject({ status: 200, body: { ok: true } });
  expect(await ask(RUNS, { file: { ...file, steps: [{ passes: { days: 0 } }] } })).toMatchObject({
    status: 422,
    body: { code: 'simulation.scenario.malformed' },
  });
  expect(await ask(RUNS, { scenario: 'no-such' })).toMatchObject({ status: 404 });
  expect(await ask(RUNS, { scenario: 'three-for-two', file })).toMatchObject({
    status: 422,
    body: { code: 'simulation.run.nothing_to_run' },
  });
  expect(await ask(RUNS, { scenario: 'three-for-two', draft: 'no-such' })).toMatchObject({
    status: 404,
    body: { code: 'promotions.draft.not_found' },
  });
  expect(
    await ask(RUNS, { scenario: 'three-for-two', content: { promotions: [{ ...BASE_EARN, colour: 'red' }] } }),
  ).toMatchObject({
    status: 422,
    body: { code: 'promotions.rulebook.unknown_field' },
  });
  expect(
    (await ask('POST /v1/programs/nowhere/scenario-runs', { scenario: 'three-for-two' }, house.secrets.vecino)).status,
  ).toBe(404);
});
