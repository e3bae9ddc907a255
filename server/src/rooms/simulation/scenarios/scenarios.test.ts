import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { scenarioLibrary } from './library.ts';
import { playScenario } from './play.ts';
import type { StoryTold } from './play.ts';
import { readScenario } from './scenario-file.ts';
import type { ScenarioFile, ScenarioInput } from './scenario-file.ts';

const library = scenarioLibrary();

const play = (...asked: Parameters<typeof playScenario>): StoryTold => {
  const played = playScenario(...asked);
  assert(played.ok, played.ok ? '' : `${played.refusal} ${JSON.stringify(played.facts)}`);
  return played.story;
};
const ready = (name: string): ScenarioFile => {
  const found = library.find((one) => one.name === name);
  assert(found, `${name} is in the library`);
  return found;
};

test('the library holds its stories', () => {
  expect(library.length).toBeGreaterThanOrEqual(28);
});

test.each(library)('$name goes as it is told', (scenario) => {
  expect(play(scenario).steps.filter(({ ok }) => !ok)).toEqual([]);
});

test.each(library)('$name is about its promotions: without them it goes otherwise', (scenario) => {
  const played = playScenario(scenario, {}, { content: { promotions: [] } });
  expect(played).toMatchObject({ ok: true, story: { ok: false } });
});

test('every story has its sentences in both languages, and the same end in both', () => {
  for (const scenario of library) {
    const [en, es] = [play(scenario, { language: 'en' }), play(scenario, { language: 'es' })];
    expect(es.ok, scenario.name).toBe(true);
    for (const story of [en, es])
      for (const { text, told } of story.steps)
        for (const line of [text, ...told]) expect(line).not.toMatch(/\{\w+\}|undefined|, ,/);
  }
});

const STORY: ScenarioInput = {
  name: 'small',
  title: { en: 'Small', es: 'Pequeño' },
  given: {
    at: '2026-03-02T10:00',
    members: { ana: {} },
    rulebook: {
      promotions: [
        {
          ...{ code: 'base', priority: 1, firstOn: '2026-01-01' },
          effects: [
            { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
          ],
        },
      ],
    },
  },
  steps: [{ buys: { as: 'one', member: 'ana', lines: [{ sku: 'bread', amount: '5.00' }] } }],
};
const read = (story: unknown): ScenarioFile => {
  const result = readScenario(story);
  assert(result.ok, result.ok ? '' : JSON.stringify(result.facts));
  return result.scenario;
};

test('what is otherwise says what was expected and found, and the story goes on', () => {
  const steps = [...STORY.steps, { thenEarned: { of: 'one', points: { points: '6' } } }, { passes: { days: 1 } }];
  const story = play(read({ ...STORY, steps }));
  expect(story).toMatchObject({ ok: false });
  expect(story.steps).toHaveLength(3);
  expect(story.steps[1]?.wrong).toEqual(['points: expected 6, found 5']);
});

test('a story whose time is over ends there, and says so', () => {
  expect(play(ready('budget-runs-dry'), { isOver: () => true })).toMatchObject({
    ok: false,
    steps: [{ wrong: ['the story takes too long and ends here'] }],
  });
});

test.each([
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['a time that is none', { given: { ...STORY.given, at: '2026-02-30T10:00' } }, 'given.at'],
  ['a zone that is none', { given: { ...STORY.given, zone: 'Mars/Base' } }, 'given.zone'],
  ['two things in one step', { steps: [{ passes: { days: 1 }, itIs: '2026-03-03T10:00' }] }, 'steps[0]'],
  ['a member who is not there', { steps: [{ gets: { member: 'leo', points: '5' } }] }, 'steps[0].gets.member'],
  ['a receipt that has not happened', { steps: [{ returns: { of: 'one' } }] }, 'steps[0].returns.of'],
  ['a name given twice', { steps: [...STORY.steps, ...STORY.steps] }, 'steps[1].buys.as'],
  ['an amount that is none', { steps: [{ gets: { member: 'ana', points: '-5' } }] }, 'steps[0].gets.points'],
])('%s is refused at its place', (_, over, place) => {
  const result = readScenario({ ...STORY, ...over });
  expect(result).toMatchObject({ ok: false, refusal: 'simulation.scenario.malformed', facts: { place } });
});

test('amounts finer than their unit, and a rulebook that could not be published, are refused before anything is played', () => {
  const fine = read({ ...STORY, steps: [{ gets: { member: 'ana', points: '0.5' } }] });
  expect(playScenario(fine)).toMatchObject({
    refusal: 'simulation.scenario.malformed',
    facts: { place: 'steps[0].gets.points' },
  });
  expect(playScenario(read(STORY), {}, { content: { promotions: [{ code: 'x' }] } })).toMatchObject({
    refusal: 'promotions.rulebook.malformed',
  });
});

test('more than was bought does not come back, and the clock does not go back', () => {
  const more = { returns: { of: 'one', lines: { bread: '2' } } };
  expect(play(read({ ...STORY, steps: [...STORY.steps, more] })).steps[1]).toMatchObject({
    ok: false,
    wrong: ['more comes back than was bought'],
  });
  expect(play(read({ ...STORY, steps: [{ itIs: '2026-03-01T10:00' }] })).ok).toBe(false);
});

test('points spent before the return are given up, owed, left or recovered, as the policy says', () => {
  const after = (negativeBalance: NonNullable<ScenarioInput['given']['negativeBalance']>) => {
    const lines = [{ sku: 'coat', amount: '100.00' }];
    const told = play(
      read({
        ...STORY,
        given: { ...STORY.given, negativeBalance },
        steps: [
          { buys: { as: 'coat', member: 'ana', lines } },
          { buys: { as: 'socks', member: 'ana', points: { pay: '1.00' }, lines: [{ sku: 'socks', amount: '1.00' }] } },
          { returns: { of: 'coat' } },
        ],
      }),
    );
    return told.steps.at(-1)?.told;
  };
  expect(after('within_balance')).toEqual(['100.00 refunded', '100 points taken back', '100 points given up']);
  expect(after('unlimited')).toEqual(['100.00 refunded', '100 points taken back', '100 points owed']);
  expect(after('only_pending')).toEqual(['100.00 refunded', '100 points taken back']);
  expect(after('recover_from_refund')).toEqual(['99.00 refunded', '100 points taken back']);
});

test('with explain a receipt says why promotions gave nothing', () => {
  const [friday] = play(ready('double-points-weekend'), { explain: true }).steps;
  expect(friday?.told.at(-1)).toMatch(/^weekend: the weekday is Friday/);
});

test('reasons are said in the words of their language, also where a fact is not there', () => {
  const why = (name: string, step: number, language: 'en' | 'es'): string | undefined =>
    play(ready(name), { explain: true, language }).steps[step]?.told.at(-1);
  expect(why('double-points-weekend', 0, 'es')).toBe('weekend: el día de la semana es viernes.');
  expect(why('tier-by-spend', 0, 'en')).toBe('gold-double: the buyer has no tier.');
  expect(why('welcome-back-after-60-days', 0, 'es')).toBe('welcome-back: no hubo ninguna compra antes.');
  expect(why('cheapest-half-price', 0, 'en')).toBe('cheapest-half: the basket has 2 of them, not 3.');
});

test('the manual names every story of the library, and its example goes as it is told', () => {
  const manual = readFileSync(join(import.meta.dirname, '../../../../../docs/operating/scenarios.md'), 'utf8');
  for (const { name, title } of library) expect(manual).toContain(`| \`${name}\` | ${title.en} |`);
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(manual) ?? [];
  expect(play(read(JSON.parse(example)))).toMatchObject({ ok: true });
});

const points = (over: object) => ({
  points: { activation: 'none' as const, expiry: 'never' as const, pays: { points: '100', money: '1.00' }, ...over },
});
const bonus = (code: string, on: string | undefined, amount: string, over: object = {}) => ({
  ...{ code, priority: 10, firstOn: '2020-01-01', ...(on !== undefined && { on }) },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: amount } }],
  ...over,
});
const storyOf = (input: Pick<ScenarioInput, 'given' | 'steps'>): ScenarioFile => {
  const read = readScenario({ name: 'story', title: { en: 'A story', es: 'Una historia' }, ...input });
  assert(read.ok, read.ok ? '' : JSON.stringify(read.problems));
  return read.scenario;
};
const wrongOf = (scenario: ScenarioFile): readonly string[] => play(scenario).steps.flatMap(({ wrong }) => wrong);

test('a story tells what is no purchase: joining, a birthday, and what somebody tells, under their limits', () => {
  const scenario = storyOf({
    given: {
      at: '2026-03-01T10:00',
      members: { ana: {} },
      rulebook: {
        promotions: [
          bonus('welcome', 'enrolment', '50'),
          bonus('review', 'review', '20', {
            conditions: [{ kind: 'occasion-attribute-between', params: { attribute: 'stars', from: 4 } }],
            limits: [{ per: 'member', of: 'uses', max: '1', period: 'month', over: 'reject' }],
          }),
          bonus('any', undefined, '1'),
        ],
      },
    },
    steps: [
      { happens: { as: 'joins', member: 'ana', name: 'enrolment' } },
      { thenFired: { of: 'joins', promotions: ['welcome'] } },
      { happens: { as: 'bad', member: 'ana', name: 'review', attributes: { stars: 3 } } },
      { thenNotFired: { of: 'bad', promotion: 'review', because: 'stars is 3' } },
      { happens: { as: 'good', member: 'ana', name: 'review', attributes: { stars: 5 } } },
      { thenEarned: { of: 'good', points: { points: '20' } } },
      { happens: { as: 'again', member: 'ana', name: 'review', attributes: { stars: 5 } } },
      { thenEarned: { of: 'again', points: {} } },
      { buys: { as: 'bread', member: 'ana', lines: [{ sku: 'bread', amount: '1.00' }] } },
      { thenFired: { of: 'bread', promotions: ['any'] } },
      { thenHas: { member: 'ana', available: '71' } },
    ],
  });
  expect(wrongOf(scenario)).toEqual([]);
  const texts = play(scenario, { language: 'es' }).steps.map(({ text }) => text);
  expect(texts[2]).toBe('para ana hay review (stars 3)');
});

test('a story ends where nobody could tell what happens, and an occasion is no purchase that comes back', () => {
  const given = { at: '2026-03-01T10:00', members: { ana: {} }, rulebook: { promotions: [bonus('a', 'review', '1')] } };
  const told = play(storyOf({ given, steps: [{ happens: { as: 'x', member: 'ana', name: 'ride' } }] }));
  expect(told.steps.map(({ wrong }) => wrong)).toEqual([['no promotion answers ride']]);
  const back = { name: 's', title: { en: 's', es: 's' }, given };
  const steps = [{ happens: { as: 'x', member: 'ana', name: 'review' } }, { returns: { of: 'x' } }];
  expect(readScenario({ ...back, steps })).toMatchObject({
    problems: [{ place: 'steps[1].returns.of', what: 'is no purchase' }],
  });
});

test('points that end together live on with every purchase, in a story as in the program', () => {
  const scenario = storyOf({
    given: {
      at: '2026-01-10T10:00',
      members: { ana: {} },
      wallets: points({ expiry: { idle: { months: 6 } } }),
      rulebook: { promotions: [bonus('any', undefined, '10'), bonus('card', 'birthday', '5')] },
    },
    steps: [
      { buys: { as: 'a', member: 'ana', lines: [{ sku: 'x', amount: '1.00' }] } },
      { itIs: '2026-07-10T23:00' },
      { buys: { as: 'b', member: 'ana', lines: [{ sku: 'x', amount: '1.00' }] } },
      { itIs: '2026-12-01T10:00' },
      // Neither a birthday nor points by hand are anything that she did.
      { happens: { as: 'day', member: 'ana', name: 'birthday' } },
      { gets: { member: 'ana', points: '3' } },
      { thenHas: { member: 'ana', available: '28', expired: '0' } },
      { itIs: '2027-01-11T00:00' },
      { thenHas: { member: 'ana', available: '0', expired: '28' } },
      { gets: { member: 'ana', points: '3' } },
      { itIs: '2027-07-12T00:00' },
      { thenHas: { member: 'ana', available: '0', expired: '31' } },
    ],
  });
  expect(wrongOf(scenario)).toEqual([]);
});
