import { StoryBroken, type Standing, type Step, type ThreeDates, type Why } from './step.ts';
import { wallOf, type Person, type Stage } from './stage.ts';

/** What came of a step, as far as it has it. */
export type Outcome = Pick<Step, 'told' | 'dates' | 'balances' | 'why'>;

/** Takes a step: does it, keeps what came of it, and keeps also that it broke the story. */
export async function takeStep<T>(
  stage: Stage,
  kind: Step['kind'],
  text: string,
  work: () => Promise<{ readonly value: T; readonly outcome?: Outcome }>,
): Promise<T> {
  const at = (): string => wallOf(stage, stage.now());
  try {
    const { value, outcome } = await work();
    stage.steps.push({ kind, text, at: at(), ok: true, ...outcome });
    return value;
  } catch (error) {
    if (!(error instanceof StoryBroken)) throw error;
    stage.steps.push({ kind, text, at: at(), ok: false, wrong: error.wrong });
    throw error;
  }
}

/** Wallets of a person that were ever used, as they are at the story's moment. */
export async function balancesOf(stage: Stage, person: Person): Promise<Standing[]> {
  const { wallets } = (await stage.must(
    `the balance of ${person.name}`,
    `GET /v1/members/${person.member}/balance`,
  )) as {
    wallets: readonly (Omit<Standing, 'member'> & { readonly booked: string })[];
  };
  return wallets
    .map(({ walletType, unit, available, pending, held, frozen, owed, expiresNext }) => ({
      ...{ member: person.name, walletType, unit, available, pending, held, frozen, owed },
      ...(expiresNext === undefined ? {} : { expiresNext: { ...expiresNext, at: wallOf(stage, expiresNext.at) } }),
    }))
    .sort((a, b) => a.walletType.localeCompare(b.walletType));
}

/** Balances of several people, each once. */
export async function balancesOfAll(stage: Stage, people: readonly (Person | undefined)[]): Promise<Standing[]> {
  const all: Standing[] = [];
  for (const person of new Set(people)) if (person) all.push(...(await balancesOf(stage, person)));
  return all;
}

/** The three dates of an operation, on the wall of the program. */
export async function datesOf(stage: Stage, operation: string): Promise<ThreeDates> {
  const found = await stage.must('the operation', `GET /v1/operations/${operation}`);
  return {
    occurredAt: wallOf(stage, found['occurredAt']),
    recordedAt: wallOf(stage, found['recordedAt']),
    bookedOn: String(found['bookedOn']),
  };
}

/** Why a sale or claim earned what it earned, in sentences. */
export async function whyOf(stage: Stage, operation: string): Promise<Why> {
  const why = (await stage.must('the explanation', `GET /v1/operations/${operation}/explanation`)) as {
    rulebook: number;
    fired: readonly { text: string }[];
    notFired: readonly { text: string }[];
  };
  const texts = (all: readonly { readonly text: string }[]): string[] => all.map(({ text }) => text);
  return { rulebook: why.rulebook, fired: texts(why.fired), notFired: texts(why.notFired) };
}
