import type { Person, Stage } from './stage.ts';
import { balancesOfAll, datesOf, takeStep } from './tell-step.ts';

type Moved = Readonly<Record<string, unknown>> & { readonly operation: string };

/** Points that wait for a redemption. */
export type Hold = { readonly hold: string; readonly person: Person; readonly answer: Moved };

/** What happens to points without a receipt. */
export type PointsVerbs = {
  transfers(from: Person, to: Person, points: string): Promise<Moved>;
  /** Reserves points; after so many seconds the hold lapses by itself. */
  holds(person: Person, points: string, seconds: number): Promise<Hold>;
  /** A hold becomes a redemption; what is not captured is released. */
  captures(hold: Hold, points?: string): Promise<Moved>;
  releases(hold: Hold): Promise<Moved>;
  redeems(person: Person, points: string): Promise<Moved>;
  /** Points given by a person, as goodwill; with a minus they are taken. */
  isGiven(person: Person, points: string): Promise<Moved>;
};

/** The same on a stage. */
export function createPointsVerbs(stage: Stage): PointsVerbs {
  const act = (text: string, what: string, body: object): Promise<Moved> =>
    takeStep(stage, 'when', text, async () => {
      const value = (await stage.must(text, what, { reference: stage.freshReference(), ...body })) as Moved;
      const dates = await datesOf(stage, value.operation);
      return { value, outcome: { dates, balances: await balancesOfAll(stage, stage.people) } };
    });
  const card = ({ card: number }: Person): object => ({ card: number });
  const byHand = { program: 'club', walletType: 'points', reason: 'goodwill' };
  const atTill = (): object => ({ ...stage.opened?.place });
  const spend = (person: Person, points: string): object => ({
    ...atTill(),
    member: card(person),
    walletType: 'points',
    points,
  });

  return {
    transfers: (from, to, points) =>
      act(`${from.name} transfers ${points} points to ${to.name}`, 'POST /v1/transfers', {
        ...{ ...byHand, reason: 'member_request', from: card(from), to: card(to), points },
      }),
    async holds(person, points, seconds) {
      const text = `${points} points of ${person.name} are held for ${seconds / 60} minutes`;
      const answer = await act(text, 'POST /v1/holds', { ...spend(person, points), seconds });
      return { hold: String(answer['hold']), person, answer };
    },
    captures: ({ hold, person }, points) =>
      act(
        `the hold of ${person.name} is captured${points === undefined ? '' : ` for ${points}`}`,
        'POST /v1/holds/capture',
        {
          ...{ ...atTill(), hold },
          ...(points === undefined ? {} : { points }),
        },
      ),
    releases: ({ hold, person }) =>
      act(`the hold of ${person.name} is released`, 'POST /v1/holds/release', { ...atTill(), hold }),
    redeems: (person, points) =>
      act(`${person.name} redeems ${points} points`, 'POST /v1/redemptions', spend(person, points)),
    isGiven: (person, points) =>
      act(`${person.name} is given ${points} points by hand`, 'POST /v1/adjustments', {
        ...byHand,
        member: card(person),
        points,
      }),
  };
}
