import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../test/house.ts';
import { assert } from '../kernel/assert.ts';
import { compile } from '../rooms/promotions/index.ts';
import type { RulebookInput } from '../rooms/promotions/index.ts';
import { agreementTables } from './cli/agreement-tables.ts';
import { compareProgram } from './compare-program.ts';
import { replay } from './replay/replay.ts';
import { x5Source } from './replay/x5/source.ts';

let house: TestHouse;
let folder: string;
let program: number;

const HEADS =
  'client_id,seq,is_target,datetime,store_id,regular_points_received,express_points_received,regular_points_spent,express_points_spent,purchase_sum,n_products';

/** An old system that gave a tenth of a point for each begun 10 roubles in March, and 30 express points on two receipts. */
const receipt = (n: number): string => {
  const [month, sum] = [n % 2 === 0 ? '02' : '03', 100 + n * 7];
  const tenths = month === '03' ? Math.ceil(sum / 10) : Math.floor(sum / 10);
  const express = n === 4 || n === 5 ? '30.0' : '0.0';
  const day = String(1 + (n % 28)).padStart(2, '0');
  return `c${n % 6},0,0,2019-${month}-${day}T11:53:01,s1,${(tenths / 10).toFixed(1)},${express},0.0,0.0,${sum}.0,1`;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallystick-agreement-'));
  writeFileSync(
    join(folder, 'transactions.csv'),
    `${[HEADS, ...Array.from({ length: 40 }, (_, n) => receipt(n))].join('\n')}\n`,
  );
  house = await makeHouse();
  await replay(house, x5Source(folder, {}));
  const tenant = house.programs.settings().tenantByCode('x5');
  const found = tenant && house.programs.settings().programByCode(tenant.tenant, 'club');
  assert(found, 'the replay opened its program');
  program = found.program;
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

test('what the old system gave otherwise stands with class, rule, month and amount', async () => {
  const report = await compareProgram(house, { program, attributes: x5Source(folder, {}).told });
  expect(report).toMatchObject({ receipts: 40, untold: 0 });
  expect(report.classes.map(({ class: kind, rule, what, wallet }) => `${wallet}: ${kind} ${rule} ${what}`)).toEqual([
    'regular: rounding base-earn ceiling per receipt',
    'express: missing_rule  only there',
  ]);
  const [rounding, express] = report.classes;
  expect(rounding).toMatchObject({ units: 20, difference: '-2.0', absolute: '2.0' });
  expect(express).toMatchObject({ units: 2, difference: '-60.0' });
  const months = report.byMonth.filter(({ wallet }) => wallet === 'regular');
  expect(months).toMatchObject([
    { month: '2019-02', units: 20, agreed: 20, absolute: '0.0' },
    { month: '2019-03', units: 20, agreed: 0, absolute: '2.0' },
  ]);
  expect(report.byRuleAndMonth).toContainEqual({
    ...{ rule: 'base-earn', month: '2019-03', wallet: 'regular' },
    ...{ units: 20, agreed: 0, difference: '-2.0', absolute: '2.0' },
  });
  const shown = agreementTables(report, (lane, seq) => house.tokens.encode('op', lane, seq));
  expect(shown).toMatch(/^rounding +base-earn +ceiling per receipt +regular +20 +-2\.0 +2\.0 +op_/m);
});

test('a draft is compared with what was granted then, promotion by promotion', async () => {
  const draft: RulebookInput = {
    promotions: [
      {
        ...{ code: 'base-earn', priority: 100, firstOn: '2010-01-01' },
        effects: [
          {
            kind: 'points-per-amount',
            wallet: 'regular',
            params: { points: '0.1', step: '10.00', per: 'receipt', rounding: 'ceiling' },
          },
        ],
      },
      {
        ...{ code: 'extra', priority: 200, firstOn: '2010-01-01' },
        effects: [{ kind: 'fixed-bonus', wallet: 'express', params: { points: '5' } }],
      },
    ],
  };
  const checked = house.promotions.check(program, draft);
  assert(checked.ok && 'content' in checked, 'the draft is good');
  const made = compile(checked.content);
  assert(made.ok, 'the draft compiles');
  const report = await compareProgram(house, { program, draft: made.compiled });
  expect(report.classes.map(({ class: kind, rule, wallet, units }) => `${wallet}: ${kind} ${rule} ${units}`)).toEqual([
    'express: missing_rule extra 40',
    'regular: rounding base-earn 36',
  ]);
  // The decisions as they were made agree with themselves.
  expect((await compareProgram(house, { program })).classes).toEqual([]);
});
