import { differences } from './differences.ts';
import { wallOf, type Person, type Stage } from './stage.ts';
import { StoryBroken, type Standing } from './step.ts';
import { balancesOf, datesOf, takeStep, whyOf } from './tell-step.ts';

type Answered = { readonly answer: object };
export type WalletExpected = Partial<Omit<Standing, 'member' | 'walletType'>>;

/** A lot as a story expects it; instants as the program's wall shows them, `2026-02-28 23:59`. */
export type LotExpected = Partial<
  Readonly<
    Record<'walletType' | 'amount' | 'remaining' | 'held' | 'state' | 'earnedAt' | 'activeAt' | 'expiresAt', string>
  >
>;

/** What must be so. Where it is not, the story ends and says what was expected and found. */
export type Then = {
  /** A wallet of a member now: `then.has(lucía, { available: '12', pending: '0' })`. The wallet `points` unless said otherwise. */
  has(person: Person, expected: WalletExpected, walletType?: string): Promise<void>;
  /** The lots of a member that something is left of and that have not ended, by what ends first. */
  lots(person: Person, expected: readonly LotExpected[]): Promise<void>;
  /** A member's tier now, by fields named as the API names them: `{ tier: 'gold', next: { missing: '100.00' } }`. */
  standsIn(person: Person, expected: object): Promise<void>;
  /** The changes of a member's tier that were told, the oldest first: `silver > gold reached`. */
  tierChanges(person: Person, expected: readonly string[]): Promise<void>;
  /** Fields of an answer, named as the API names them; `says` tells them in words. */
  answers(of: Answered, says: string, expected: object): Promise<void>;
  /** Exactly these promotions gave points on a receipt, in any order. */
  fired(receipt: Answered, codes: readonly string[]): Promise<void>;
  /** A promotion gave nothing on a receipt, and the explanation says so with these words. */
  didNotFire(receipt: Answered, code: string, words: string): Promise<void>;
  /** The business day to which an operation counts. */
  bookedOn(of: Answered, day: string): Promise<void>;
  /** What is tried is refused with this code, and nothing changes. */
  isRefused(code: string, tried: () => Promise<unknown>): Promise<void>;
};

type ChangeTold = { readonly from?: string; readonly to?: string; readonly because: string };

const operationOf = ({ answer }: Answered): string => String((answer as { operation?: string }).operation);

function expecting(text: string, wrong: readonly string[]): { value: undefined } {
  if (wrong.length > 0) throw new StoryBroken(text, wrong);
  return { value: undefined };
}

/** What breaks the story when it is tried; undefined when nothing does. */
async function brokenBy(tried: () => Promise<unknown>): Promise<StoryBroken | undefined> {
  try {
    await tried();
    return undefined;
  } catch (error) {
    if (error instanceof StoryBroken) return error;
    throw error;
  }
}

/** The verbs that check, on a stage. */
export function createThen(stage: Stage): Then {
  const check = (text: string, wrong: () => Promise<readonly string[]> | readonly string[]): Promise<void> =>
    takeStep(stage, 'then', text, async () => expecting(text, await wrong()));

  return {
    has(person, expected, walletType = 'points') {
      const words = Object.entries(expected).map(
        ([name, value]) => `${name} ${JSON.stringify(value).replaceAll('"', '')}`,
      );
      return check(`${person.name} has in ${walletType}: ${words.join(', ')}`, async () => {
        const found = (await balancesOf(stage, person)).find((wallet) => wallet.walletType === walletType);
        const none = { available: '0', pending: '0', held: '0', frozen: '0', owed: '0' };
        return differences(expected, found ?? none);
      });
    },
    lots: (person, expected) =>
      check(
        `${person.name} has ${expected.length === 1 ? 'one lot' : `${expected.length} lots`}: ${lotsText(expected)}`,
        async () => differences(expected, await lotsOf(stage, person)),
      ),
    standsIn: (person, expected) =>
      check(`${person.name}'s tier: ${JSON.stringify(expected).replaceAll('"', '')}`, async () =>
        differences(expected, await stage.must('tier', `GET /v1/members/${person.member}/tiers/club`)),
      ),
    tierChanges: (person, expected) =>
      check(`told of ${person.name}'s tier: ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, async () => {
        const url = `GET /v1/members/${person.member}/tiers/club/changes?limit=100`;
        const { items } = (await stage.must('changes', url)) as unknown as { items: readonly ChangeTold[] };
        const words = items.map(({ from = 'none', to = 'none', because }) => `${from} > ${to} ${because}`);
        return differences([...expected], words.reverse());
      }),
    answers: ({ answer }, says, expected) => check(says, () => differences(expected, answer)),
    fired: ({ answer }, codes) =>
      check(codes.length === 0 ? 'no promotion fired' : `what fired: ${codes.join(', ')}`, () => {
        const { promotions } = answer as { promotions: readonly { code: string }[] };
        return differences([...codes].sort(), promotions.map(({ code }) => code).sort());
      }),
    didNotFire: (receipt, code, words) =>
      check(`${code} did not fire: ${words}`, async () => {
        const { notFired } = await whyOf(stage, operationOf(receipt));
        const found = notFired.find((text) => text.startsWith(`${code}: `));
        return found?.includes(words) === true ? [] : [`expected "${words}", found "${found ?? 'that it fired'}"`];
      }),
    bookedOn: (of, day) =>
      check(`it counts to ${day}`, async () => differences(day, (await datesOf(stage, operationOf(of))).bookedOn)),
    isRefused(code, tried) {
      // What is tried is no step of its own: it is told as the thing that is refused.
      const before = stage.steps.length;
      return takeStep(stage, 'then', `refused with ${code}`, async () => {
        const refused = await brokenBy(tried);
        const [attempt] = stage.steps.splice(before);
        if (refused?.wrong.some((text) => text.includes(` ${code}: `)) !== true) {
          throw new StoryBroken(code, [`expected ${code}, found ${refused?.wrong.join('; ') ?? 'that it was booked'}`]);
        }
        return { value: undefined, outcome: { told: [`tried: ${attempt?.text}`, ...(attempt?.wrong ?? [])] } };
      });
    },
  };
}

const lotsText = (lots: readonly LotExpected[]): string =>
  lots
    .map((lot) =>
      Object.entries(lot)
        .map(([name, value]) => `${name} ${value}`)
        .join(' '),
    )
    .join(' | ');

async function lotsOf(stage: Stage, person: Person): Promise<LotExpected[]> {
  const { items } = (await stage.must('lots', `GET /v1/members/${person.member}/lots?limit=100`)) as unknown as {
    items: readonly Readonly<Record<string, string>>[];
  };
  return items
    .filter((lot) => lot['remaining'] !== '0' && lot['state'] !== 'expired')
    .map((lot) => {
      const on = (name: string): object => (lot[name] === undefined ? {} : { [name]: wallOf(stage, lot[name]) });
      return { ...lot, ...on('earnedAt'), ...on('activeAt'), ...on('expiresAt') } as LotExpected;
    })
    .sort(
      (a, b) =>
        (a.expiresAt ?? '9').localeCompare(b.expiresAt ?? '9') || (a.earnedAt ?? '').localeCompare(b.earnedAt ?? ''),
    );
}
