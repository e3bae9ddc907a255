import { afterAll, beforeAll, expect, test } from 'vitest';
import { bonusRange } from '../../test/card-stock.ts';
import { makeGiftHouse, type GiftHouse } from '../../test/gift-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());

const put = (what: string, body: object) =>
  gifts.house.request(what, body, { secret: gifts.house.secrets.tenant }) as Promise<{ status: number; body: object }>;

test('whoever sets ranges, gift terms, rates, thresholds, delivery, channels and wallet types stands in the audit chain, no secret does', async () => {
  const secret = 'hunter2-is-no-password';
  const { code, prefix, length } = bonusRange('audited', '551300');
  const asked: [string, object][] = [
    ['POST /v1/card-ranges', { code, type: 'bonus', prefix, length, checkDigit: 'none' }],
    [`POST /v1/card-ranges/${code}/close`, {}],
    [
      'POST /v1/programs/club/gift-terms',
      { code: 'audited', currency: 'EUR', numbers: { prefix: '6019', length: 16 } },
    ],
    ['POST /v1/gift-rates', { from: 'USD', to: 'EUR', rate: '0.9', inForceFrom: '2026-11-22T00:00:00Z' }],
    [
      'POST /v1/cash-out-thresholds',
      { jurisdiction: 'us-ca', currency: 'USD', below: '10.00', inForceFrom: '2008-01-01T08:00:00Z' },
    ],
    ['PUT /v1/programs/club/gift-card-delivery', { publicUrl: 'https://cards.example', brand: 'Mercado' }],
    [
      'PUT /v1/channels/email',
      {
        perSecond: 10,
        settings: {
          ...{ protocol: 'smtp', host: '93.184.216.34', port: 587, security: 'starttls', user: 'mercado' },
          ...{ password: secret, fromAddress: 'shop@example.com' },
        },
      },
    ],
  ];
  for (const [what, body] of asked) {
    const answer = await put(what, what.endsWith('/close') ? (undefined as never) : body);
    expect([what, answer.status, answer.status < 300 ? '' : JSON.stringify(answer.body)]).toEqual([
      what,
      expect.toSatisfy((status: number) => status < 300),
      '',
    ]);
  }
  const { credential } = gifts.house.principals.tenant;
  const rows = await gifts.house.database.query<{ act: string; credential: bigint | null; told: string }>(
    `select act, credential, row_to_json(entry)::text as told from staff.audit as entry where credential = $1`,
    [credential],
  );
  const acts = rows.map(({ act }) => act);
  expect(acts).toEqual(
    expect.arrayContaining([
      ...['cards.range.opened', 'cards.range.closed', 'giftcards.terms.set', 'giftcards.rate.set'],
      ...['giftcards.cash_out_threshold.set', 'delivery.setting.set', 'notifications.sender.set'],
    ]),
  );
  expect(rows.map(({ told }) => told).join()).not.toContain(secret);
});
