import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../server/src/platform/database/template.ts';
import {
  item,
  runScenario,
  scenario,
  storyText,
  throwAwayKeys,
  type StageGround,
} from '../server/src/app/scenario/index.ts';
import { assertBooks } from '../server/test/books.ts';
import { scenarios } from './index.ts';

let fresh: FreshDatabase;
let ground: StageGround;

beforeAll(async () => {
  fresh = await freshDatabase();
  ground = { database: fresh.database, keys: throwAwayKeys(), log: pino({ level: 'silent' }) };
});
afterAll(() => fresh.drop());

test.each(scenarios)('$name: $title', async (one) => {
  const told = await runScenario(ground, one, { explain: true });
  expect(told.ok, storyText(told)).toBe(true);
});

test('a story that is otherwise ends there, and says what was expected and found', async () => {
  const wrong = scenario('wrong', 'Points out of nothing', async ({ given, when, then }) => {
    await given.program();
    const lucía = await given.member('Lucía');
    await when.buys(lucía, [item('bread', '3.00')]);
    await then.has(lucía, { available: '4', pending: '0' });
    await then.has(lucía, { available: '3' });
  });
  const told = await runScenario(ground, wrong);
  expect(told.ok).toBe(false);
  expect(told.steps.at(-1)).toMatchObject({ kind: 'then', ok: false, wrong: ['available: expected "4", found "3"'] });
  expect(storyText(told)).toContain('NOT as told');
});

test('a sale that is refused where the story has it booked ends the story with the refusal in words', async () => {
  const refused = scenario('refused', 'Spending what is not there', async ({ given, when }) => {
    await given.program();
    const lucía = await given.member('Lucía');
    await when.redeems(lucía, '5');
  });
  const told = await runScenario(ground, refused);
  expect(told.steps.at(-1)?.wrong?.[0]).toContain('points.wallet.insufficient');
});

test('after all stories the books add up', async () => {
  await expect(assertBooks(fresh)).resolves.toBeUndefined();
});
