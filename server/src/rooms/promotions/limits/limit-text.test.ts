import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { promotionText } from '../explain.ts';

test('limits and funding are said with the promotion, in both languages', () => {
  const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
  const compiled = compile(
    {
      promotions: [
        {
          code: 'summer',
          priority: 1,
          firstOn: '2027-06-01',
          effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '5' } }],
          limits: [
            { per: 'program', of: 'points', max: '500', period: 'month', over: 'clip' },
            { per: 'member', of: 'uses', max: '3', period: { days: 7 }, over: 'reject' },
            { per: 'receipt', of: 'points', max: '4', over: 'clip' },
            { per: 'outlet', of: 'points', max: '9', period: 'week', over: 'clip', budget: 'warm' },
          ],
          funding: 'norte',
        },
      ],
    },
    units,
  );
  expect(compiled).toMatchObject({ ok: true });
  if (!compiled.ok) return;
  const [promotion] = compiled.content.promotions;
  expect(promotionText(promotion, 'en')).toContain(
    '; at most 500 points per program and month; at most 3 uses per member in 7 days; at most 4 points per receipt; at most 9 points per outlet and week from the shared budget warm; paid by norte.',
  );
  expect(promotionText(promotion, 'es')).toContain('; como máximo 3 usos por socio en 7 días;');
});
