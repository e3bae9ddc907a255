// Stories that are played in memory, told on the whole system as well: what holds there has to hold here, by the same sums.

import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoFromInstant } from '../server/src/kernel/instant.ts';
import { parseLocalDateTime } from '../server/src/kernel/local-date-time.ts';
import { createZone } from '../server/src/kernel/zone.ts';
import { freshDatabase, type FreshDatabase } from '../server/src/platform/database/template.ts';
import {
  item,
  runScenario,
  scenario,
  storyText,
  throwAwayKeys,
  type Promotion,
  type Scenario,
  type StageGround,
  type Story,
} from '../server/src/app/scenario/index.ts';
import { scenarioLibrary, type ScenarioFile } from '../server/src/rooms/simulation/index.ts';
import { assertBooks } from '../server/test/books.ts';
import { tierStories } from './elsewhere/tier-stories.ts';
import { timeStories } from './elsewhere/time-stories.ts';

let fresh: FreshDatabase;
let ground: StageGround;

beforeAll(async () => {
  fresh = await freshDatabase();
  ground = { database: fresh.database, keys: throwAwayKeys(), log: pino({ level: 'silent' }) };
});
afterAll(() => fresh.drop());

const PRICING = ['percent-discount', 'fixed-discount', 'n-for-m', 'bundle', 'gift-line', 'price-list'];

/** What the verbs of the whole system have no words for: prices need a till that quotes, and some facts have no step. */
const lacksWords = ({ given, steps }: ScenarioFile): boolean =>
  Object.keys(given.contracts).length > 0 ||
  given.rulebook['groups'] !== undefined ||
  Object.values(given.members).some((one) => one.birthday ?? one.segments ?? one.cards ?? one.enrolledOn) ||
  (given.rulebook.promotions as Promotion[]).some(({ effects }) =>
    effects.some(({ kind }) => PRICING.includes(kind)),
  ) ||
  Object.values(given.wallets).some(({ decimals }) => decimals > 0) ||
  steps.some(
    ({ buys, publishes, changes }) => publishes ?? changes ?? buys?.coupons ?? (buys && buys.tender !== 'cash'),
  );

type Receipt = Awaited<ReturnType<Story['when']['buys']>>;
type Back = Awaited<ReturnType<Story['when']['returns']>>;
type Person = Awaited<ReturnType<Story['given']['member']>>;

const amountsOf = (points: Readonly<Record<string, string>>) =>
  Object.entries(points).map(([walletType, amount]) => ({ walletType, points: amount }));

const summed = (lots: readonly { readonly walletType: string; readonly points: string }[]) => {
  const sums = new Map<string, number>();
  for (const { walletType, points } of lots) sums.set(walletType, (sums.get(walletType) ?? 0) + Number(points));
  return [...sums].map(([walletType, points]) => ({ walletType, points: String(points) }));
};

/** The same story in the words of the whole system. */
const onTheWholeSystem = (file: ScenarioFile): Scenario =>
  scenario(`m-${file.name}`.slice(0, 40), file.title.en, async ({ given, when, then }) => {
    const zone = createZone(file.given.zone);
    const isoOf = (wall: string): string => {
      const local = parseLocalDateTime(wall);
      return local === undefined ? '' : isoFromInstant(zone.instantOf(local, { prefer: 'earlier' }));
    };
    const { wallets, tiers, negativeBalance, members, rulebook } = file.given;
    await given.program({
      begins: isoOf(file.given.at),
      zone: file.given.zone,
      wallets: Object.entries(wallets).map(([code, { pays, spendOrder, rules, activation, expiry }]) => ({
        ...{ code, pays, spendOrder, activation, expiry },
        ...(rules && { rules }),
      })),
      promotions: rulebook.promotions as Promotion[],
      policy: { negativeBalance },
    });
    if (tiers) {
      const { wallets: counted, levels, ...rest } = tiers;
      const named = levels.map((level) => ({ ...level, name: level.code }));
      await given.tiers({ ...rest, levels: named, ...(counted && { counts: { wallets: counted } }) });
    }
    const people = new Map<string, Person>();
    for (const [name, { tier, attributes }] of Object.entries(members))
      people.set(name, await given.member(name, { ...(tier && { tier }), ...(attributes && { attributes }) }));
    const person = (name: string): Person => people.get(name) as Person;
    const receipts = new Map<string, Receipt>();
    const returns = new Map<string, Back>();
    for (const step of file.steps) {
      if (step.itIs) await when.itIs(isoOf(step.itIs));
      if (step.passes) await when.timePasses(step.passes);
      if (step.gets) await when.isGiven(person(step.gets.member), step.gets.points);
      if (step.buys) {
        const { as, member, lines, points } = step.buys;
        const goods = lines.map(({ sku, amount, discount, ...more }) =>
          item(sku, amount, { ...more, ...(discount !== '0' && { discount }) }),
        );
        const pay = points && (points.pay === 'most' ? { kind: 'points' } : { kind: 'points', amount: points.pay });
        const buyer = member === undefined ? undefined : person(member);
        receipts.set(as, await when.buys(buyer, goods, pay ? { pays: [pay] } : {}));
      }
      if (step.returns) {
        const { of, as = of, lines } = step.returns;
        returns.set(as, await when.returns(receipts.get(of) as Receipt, lines ? Object.entries(lines) : 'all'));
      }
      if (step.thenEarned) {
        const { of, points } = step.thenEarned;
        const receipt = receipts.get(of) as Receipt;
        // Points that end on different days are lots of their own: the story counts them by wallet.
        const answer = { earned: summed(receipt.answer.earned) };
        await then.answers({ answer }, `${of} earns ${JSON.stringify(points)}`, { earned: amountsOf(points) });
      }
      if (step.thenBack?.taken) {
        const taken = amountsOf(step.thenBack.taken).filter(({ points }) => points !== '0');
        await then.answers(returns.get(step.thenBack.of) as Back, 'points come back', { takenBack: taken });
      }
      if (step.thenHas) {
        const { member, wallet, available, pending, owed } = step.thenHas;
        const amounts = { ...(available && { available }), ...(pending && { pending }), ...(owed && { owed }) };
        await then.has(person(member), amounts, wallet);
      }
      if (step.thenTier)
        await then.standsIn(person(step.thenTier.member), step.thenTier.is === '' ? {} : { tier: step.thenTier.is });
    }
  });

const ofElsewhere = [...tierStories, ...timeStories].map(({ file }) => file);
const told = [...scenarioLibrary(), ...ofElsewhere].filter((file) => !lacksWords(file));

test('most of what does not change prices is told on the whole system', () => {
  expect(told.length).toBeGreaterThanOrEqual(14);
});

test.each(told)('$name holds on the whole system as in memory', async (file) => {
  const story = await runScenario(ground, onTheWholeSystem(file));
  expect(story.ok, storyText(story)).toBe(true);
});

test('a sum that is otherwise is seen here too', async () => {
  const file = scenarioLibrary().find(({ name }) => name === 'double-points-weekend') as ScenarioFile;
  const steps = file.steps.map((step) => (step.thenHas ? { thenHas: { ...step.thenHas, available: '47' } } : step));
  const story = await runScenario(ground, onTheWholeSystem({ ...file, name: 'otherwise', steps }));
  expect(story.ok).toBe(false);
});

test('after all of them the books add up', async () => {
  await expect(assertBooks(fresh)).resolves.toBeUndefined();
});
