import { assert } from '../../server/src/kernel/assert.ts';
import { readScenario, type ScenarioFile, type ScenarioInput } from '../../server/src/rooms/simulation/index.ts';

// Rules of other programs that take time, by the dates and figures of their own public pages, as scenario files.

type Given = Partial<ScenarioInput['given']> & Pick<ScenarioInput['given'], 'at'>;
export type Tiers = NonNullable<ScenarioInput['given']['tiers']>;
type Step = ScenarioInput['steps'][number];
type Effect = { readonly kind: string; readonly wallet?: string; readonly params: object };
export type Elsewhere = { readonly source: string; readonly file: ScenarioFile };

export const rule = (code: string, effect: Effect, over: object = {}) => ({
  ...{ code, priority: code === 'base' ? 900 : 10, firstOn: '2015-01-01', effects: [effect] },
  ...over,
});
const base = rule('base', {
  ...{ kind: 'points-per-amount', wallet: 'points' },
  params: { points: '1', step: '1.00', per: 'receipt' },
});
export const of = (...promotions: object[]): Pick<ScenarioInput['given'], 'rulebook'> => ({ rulebook: { promotions } });
export const points = (over: object): Pick<ScenarioInput['given'], 'wallets'> => ({
  wallets: { points: { activation: 'none', expiry: 'never', pays: { points: '1', money: '0.01' }, ...over } },
});
export const buys = (as: string, amount: string, over: object = {}): Step => ({
  buys: { as, member: 'ana', lines: [{ sku: 'x', amount }], ...over },
});
export const has = (available: string, over: object = {}): Step => ({ thenHas: { member: 'ana', available, ...over } });
export const stands = (is: string): Step => ({ thenTier: { member: 'ana', is } });
export const at = (itIs: string): Step => ({ itIs });
export const earned = (receipt: string, amount?: string): Step => ({
  thenEarned: { of: receipt, points: amount === undefined ? {} : { points: amount } },
});
export const fired = (receipt: string, ...promotions: string[]): Step => ({ thenFired: { of: receipt, promotions } });

export const story = (name: string, title: string, source: string, given: Given, steps: Step[]): Elsewhere => {
  const input: ScenarioInput = {
    ...{ name, title: { en: title, es: title } },
    given: { members: { ana: {} }, ...of(base), ...given },
    steps,
  };
  const read = readScenario(input);
  assert(read.ok, read.ok ? '' : `${name}: ${JSON.stringify(read.problems)}`);
  return { source, file: read.scenario };
};
