import { expect, test } from 'vitest';
import type { SimulationReport } from '../../rooms/simulation/index.ts';
import { simulationTables } from './simulation-tables.ts';

const both = (draft: string, today: string, difference: string) => ({ points: { draft, today, difference } });
const row = (key: string) => ({ key, receipts: 2, amounts: both('30', '10', '20') });
const report = (over: Partial<SimulationReport>): SimulationReport => ({
  ...{
    rulebook: 1,
    currency: 'EUR',
    receipts: 4,
    withBuyer: 4,
    buyers: 2,
    firstOn: '2026-03-01',
    lastOn: '2026-04-30',
  },
  ...{ gross: '60.00', amounts: both('60', '20', '40'), cost: { draft: '0.60', today: '0.20', difference: '0.40' } },
  returns: { receipts: 0, gross: '0.00', amounts: {} },
  ...{
    byDay: [],
    byMonth: [],
    byOutlet: [],
    promotions: [],
    neverFired: [],
    overlaps: [],
    budgetEnds: [],
    lacking: {},
    occasions: null,
    costInAll: { draft: '0.60', today: '0.20', difference: '0.40' },
  },
  members: [
    {
      ...{ amount: 'points', win: 1, lose: 1, same: 0 },
      winMost: [{ owner: 'own_ana', difference: '50' }],
      loseMost: [{ owner: 'own_ben', difference: '-10' }],
    },
  ],
  ...over,
});

test('whoever wins and loses most is told by name', () => {
  const told = simulationTables(report({}));
  expect(told).toMatch(/Win most \(points\)\n.*\n.*\nown_ana +50/);
  expect(told).toMatch(/Lose most \(points\)\n.*\n.*\nown_ben +-10/);
});

test('a few days are told each; of more than a screen the months are, and where the days are', () => {
  const few = simulationTables(report({ byDay: [row('2026-03-01')], byMonth: [row('2026-03')] }));
  expect(few).toContain('2026-03-01');
  expect(few).not.toContain('By month');
  const byDay = Array.from({ length: 61 }, (_, at) => row(`2026-03-${at}`));
  const many = simulationTables(report({ byDay, byMonth: [row('2026-03'), row('2026-04')] }));
  expect(many).toMatch(/By month\n.*\n.*\n2026-03 +points +30 +10 +20\n2026-04/);
  expect(many).toContain('By day: 61 days; --json has them');
});

test('what occasions bring stands under headings of its own, and together with receipts as one cost', () => {
  expect(simulationTables(report({}))).not.toContain('Occasions');
  const occasions = {
    ...{ occasions: 3, people: 2, unkept: 1, reversed: 0, amounts: both('900', '0', '900') },
    cost: { draft: '9.00', today: '0.00', difference: '9.00' },
    byName: [{ name: 'birthday', occasions: 3, unkept: 1, reversed: 0, amounts: both('900', '0', '900') }],
    byDay: [{ key: '2026-03-05', occasions: 3, amounts: both('900', '0', '900') }],
    byMonth: [],
    members: [{ amount: 'points', win: 2, lose: 0, same: 0, winMost: [], loseMost: [] }],
  };
  const told = simulationTables(report({ occasions, costInAll: { draft: '9.60', today: '0.20', difference: '9.40' } }));
  expect(told).toMatch(/birthday \(3\) +points +900 +0 +900\n.*cost +9\.00.*\n.*cost with receipts +9\.60/);
  expect(told).toMatch(/Occasions by day\n.*\n.*\n2026-03-05/);
});
