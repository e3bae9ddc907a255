import type { Basket } from '../../promotions/index.ts';
import { amountOf, inMoney } from './asked.ts';
import type { PreflightAsked } from './asked.ts';
import { loophole } from './finding.ts';
import { WORDS } from './try-again.ts';
import type { Found } from './try-again.ts';
import { World } from './world.ts';
import type { Rules } from './world.ts';

const TRIALS = 600;
const ACTIONS_MAX = 6;

type Action =
  | { readonly is: 'buy'; readonly basket: Basket; readonly promotion: string; readonly member: number }
  | { readonly is: 'spend' | 'transfer'; readonly member: number }
  | { readonly is: 'return'; readonly nth: number };

const play = (rules: Rules, actions: readonly Action[]): World => {
  const world = new World(rules);
  for (const action of actions) {
    if (action.is === 'buy') world.buy(action.basket, action.member);
    else if (action.is === 'spend') world.spend(action.member);
    else if (action.is === 'transfer') world.transfer(action.member);
    else if (action.is === 'return') {
      const receipt = world.receipts[action.nth % Math.max(1, world.receipts.length)];
      if (receipt !== undefined) world.giveBack(receipt);
    }
  }
  // In the end all that was paid with money comes back, so that whatever is left was got for nothing.
  for (const receipt of world.receipts) world.giveBack(receipt);
  return world;
};

/** Sequences of up to six steps, drawn with a seed; of one that leaves something for nothing the shortest part is shown. */
export const tryAtRandom = (
  asked: PreflightAsked,
  rules: Rules,
  pool: readonly { readonly promotion: string; readonly basket: Basket }[],
  dice: (below: number) => number,
  found: Found,
): void => {
  if (pool.length === 0) return;
  const draw = (): Action => {
    const member = dice(4) === 0 ? 1 : 0;
    switch (dice(5)) {
      case 0:
        return { is: 'transfer', member };
      case 1:
        return { is: 'return', nth: dice(ACTIONS_MAX) };
      case 2:
        return { is: 'spend', member };
      default:
        return { is: 'buy', member, ...(pool[dice(pool.length)] as (typeof pool)[number]) };
    }
  };
  for (let trial = 0; trial < TRIALS && asked.isOver?.() !== true; trial++) {
    let actions: readonly Action[] = Array.from({ length: 2 + dice(ACTIONS_MAX - 1) }, draw);
    if (play(rules, actions).profit() <= 0n) continue;
    for (let i = actions.length - 1; i >= 0; i--) {
      const shorter = actions.toSpliced(i, 1);
      if (play(rules, shorter).profit() > 0n) actions = shorter;
    }
    const bought = actions.find((one) => one.is === 'buy');
    if (bought?.is !== 'buy') continue;
    const shown = actions;
    const { promotion } = bought;
    found(
      'preflight.profit',
      promotion,
      () =>
        loophole(
          'preflight.profit',
          promotion,
          [
            ...shown.map((one) =>
              one.is === 'buy'
                ? { en: `buy for ${amountOf(one.basket, asked)}`, es: `comprar por ${amountOf(one.basket, asked)}` }
                : WORDS[one.is],
            ),
            { en: 'return everything', es: 'devolver todo' },
          ],
          {
            en: `${inMoney(play(rules, shown).profit(), asked)} are left for nothing.`,
            es: `quedan ${inMoney(play(rules, shown).profit(), asked)} a cambio de nada.`,
          },
        ),
      [...new Set(shown.map(({ is }) => is))].sort().join(' '),
    );
  }
};

// A linear congruence is random enough to look around; its low bits repeat soon.
/** Numbers below a bound, the same in every run of a seed. */
export const diceOf = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
};
