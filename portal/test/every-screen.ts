import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.ts';
import { shopForADay } from './shop-for-a-day.ts';

// One thing of each kind, and the address of every screen that shows one: whoever adds a screen to the router adds its address here.

const ROUTER = join(import.meta.dirname, '../src/router.tsx');
const LONG_NAME = 'Sociedad Cooperativa de Supermercados y Droguerías del Atlántico Norte';
/** Screens that are looked at under more than their own address. */
const SEVERAL = new Set(['/', '/messages/templates', '/promotions/simulations']);
const PHONE_THAT_GETS = '+34600000199';

type Made<Name extends string> = { readonly [name in Name]: string };

/** The addresses of all screens as the router has them, with `$names` for what they show. */
export const routePatterns = (): string[] =>
  [...readFileSync(ROUTER, 'utf8').matchAll(/screen\('([^']+)'/g)].map(([, path]) => path!);

/** Makes something for each screen to show; gives the address of each, by its pattern in the router. */
export async function fillHouse(program: Program): Promise<ReadonlyMap<string, readonly string[]>> {
  const { demo } = program;
  const admin = <Answer>(what: string, body?: object): Promise<Answer> => program.ask<Answer>(what, body, demo.admin);
  const day = await shopForADay(program);
  // Before anybody drafts: it publishes.
  const signal = await raiseSignal(program);
  const [lucia, , vera] = demo.members.map(({ member }) => member);

  await admin('POST /v1/partners', { code: 'norte', name: LONG_NAME });
  const at = '/v1/programs/club/funding-contracts';
  const contract = { unit: 'PTS', price: { points: '100', money: '0.80' }, firstOn: '2026-01-01' };
  const limit = { points: '50000', per: 'year' };
  await admin(`POST ${at}`, { ...contract, code: 'norte-2026', partner: 'norte', terms: 'prepaid' });
  const block = { reference: 'invoice-1', points: '100000', firstOn: '2026-01-01', lastOn: '2099-12-31' };
  await admin(`POST ${at}/norte-2026/blocks`, block);
  await admin(`POST ${at}/norte-2026/blocks`, { ...block, reference: 'invoice-2', points: '5000', isReserve: true });
  await admin(`POST ${at}`, { ...contract, code: 'norte-later', partner: 'norte', terms: 'postpaid' });
  await admin(`POST ${at}`, { ...contract, code: 'house', terms: 'own', price: { points: '1', money: '0.01' }, limit });

  const batch = await admin<Made<'batch'>>('POST /v1/card-batches', {
    ...{ reference: 'batch-1', range: 'gift-demo', quantity: 25 },
  });
  const rows = await admin<Made<'batch'>>('POST /v1/card-orders', {
    ...{ reference: 'rows-1', range: 'gift-demo', cards: [{ phone: PHONE_THAT_GETS }, {}] },
  });
  const file = await sendFile(program);
  await admin('POST /v1/card-suspensions', {
    ...{ reference: 'suspend-1', batch: batch.batch, serials: { first: 3, last: 7 } },
    ...{ reason: 'recall', effects: ['spend', 'activate'] },
  });
  const gift = await sendGiftCard(program);
  const threshold = { jurisdiction: 'us-ca', currency: 'USD', below: '10.00', inForceFrom: '2008-01-01T08:00:00Z' };
  await admin('POST /v1/units', { code: 'USD', kind: 'money' });
  await admin('POST /v1/cash-out-thresholds', threshold);
  const rate = { from: 'EUR', to: 'USD', rate: '1.0837', inForceFrom: '2099-01-01T00:00:00Z' };
  await admin('POST /v1/gift-rates', rate);

  const webhook = await admin<Made<'id'>>('POST /v1/webhooks', {
    ...{ url: 'https://hooks.example.com/tallystick', events: ['checkout.*'] },
  });
  await admin('PUT /v1/processors/norte', {
    unit: 'EUR',
    service: {
      ...{ url: 'https://processor.example.com/api', format: 'json' },
      balance: { method: 'POST', path: '/balance', body: { card: '{card}' }, fields: { balance: 'balance' } },
      transactions: {
        ...{ method: 'POST', path: '/transactions', body: { card: '{card}', from: '{from}' }, items: 'items' },
        fields: { id: 'id', amount: 'amount', at: 'at' },
      },
    },
  });
  await admin('PUT /v1/programs/club/rulebook-drafts/winter', { revision: 0 });
  const series = { code: 'SPRING27', validFrom: '2026-03-01T00:00:00Z', validUntil: '2099-06-01T00:00:00Z', days: 30 };
  await admin('POST /v1/programs/club/coupon-series', series);
  await admin('POST /v1/programs/club/coupon-series', { ...series, code: 'BIRTHDAY', holder: 'member', usesMax: 3 });
  await admin('POST /v1/programs/club/coupon-series/SPRING27/codes', { reference: 'spring-letter', count: 500 });
  await admin('POST /v1/programs/club/simulations', { reference: 'simulate-1', draft: 'winter' });
  const story = { scenario: 'double-points-weekend', draft: 'winter' };
  const { run } = await admin<Made<'run'>>('POST /v1/programs/club/scenario-runs', story);
  await admin('PUT /v1/templates/gift-card/sms/es', { body: 'Un regalo de {{ tenant }}: {{ amount }}, {{ url }}' });
  await admin('POST /v1/suppressions', { kind: 'email', address: 'lucia@example.com' });
  const person = await admin<Made<'id'>>('POST /v1/staff/people', { name: 'Elena Prats', email: 'elena@demo.example' });
  await admin('POST /v1/reports/exports', { reference: 'file-1', format: 'csv' });
  const made = `/v1/card-batches/${batch.batch}`;
  while ((await admin<Made<'state'>>(`GET ${made}`)).state === 'making') await sleep(100);
  await admin(`POST ${made}/print-release`, { reference: 'print-1' });
  const { items: waiting } = await admin<{ items: readonly Made<'id'>[] }>('GET /v1/approvals');

  return new Map<string, readonly string[]>([
    ['/', ['/', '/nowhere']],
    ['/members/$member', [`/members/${lucia}`, `/members/${vera}`]],
    ['/operations/$operation', [`/operations/${day.sale}`, `/operations/${day.paidWithPoints}`]],
    ['/cards/ranges/$code', ['/cards/ranges/gift-demo']],
    ['/cards/batches/$batch', [batch.batch, `${rows.batch}?part=handOut`].map((one) => `/cards/batches/${one}`)],
    ['/cards/files/$file', [`/cards/files/${file}`]],
    ['/gift-cards/desk/$card', [`/gift-cards/desk/${gift}`]],
    ['/programs/$program', ['/programs/club']],
    ['/programs/$program/funding/$contract', ['norte-2026', 'house'].map((code) => `/programs/club/funding/${code}`)],
    ['/partners/outlets/$outlet', ['/partners/outlets/madrid-1']],
    ['/partners/webhooks/$webhook', [`/partners/webhooks/${webhook.id}`]],
    ['/partners/processors/$processor', ['/partners/processors/norte']],
    ['/messages/templates', ['/messages/templates', '/messages/templates?template=gift-card&kind=sms&language=es']],
    ['/approvals/$approval', waiting.slice(0, 1).map(({ id }) => `/approvals/${id}`)],
    ['/signals/$signal', [`/signals/${signal}`]],
    ['/people/$person', [`/people/${person.id}`]],
    ['/promotions/one/$promotion', ['/promotions/one/welcome']],
    ['/promotions/coupons/$series', ['SPRING27', 'BIRTHDAY'].map((code) => `/promotions/coupons/${code}`)],
    ['/promotions/drafts/$draft', ['/promotions/drafts/winter']],
    ['/promotions/simulations', ['/promotions/simulations', `/promotions/simulations?run=${run}`]],
    // A screen whose address names nothing is where the router says.
    ...routePatterns()
      .filter((pattern) => !SEVERAL.has(pattern) && !pattern.includes('$'))
      .map((pattern) => [pattern, [pattern]] as const),
  ]);
}

/** Three sales of one cashier under promotions that hold more than two a day. Gives the signal, once all of it is frozen. */
export async function raiseSignal({ ask, demo }: Program): Promise<string> {
  type Rulebook = { readonly promotions: readonly { readonly code: string }[] };
  const at = '/v1/programs/club/rulebooks';
  const heads = await ask<{ items: readonly { version: number }[] }>(`GET ${at}`, undefined, demo.admin);
  const { promotions } = await ask<Rulebook>(`GET ${at}/${heads.items.at(-1)!.version}`, undefined, demo.admin);
  const signals = [{ per: 'cashier', of: 'uses', max: '2', period: 'day', action: 'hold' }];
  // What every receipt earns.
  const watched = promotions.map((one) => (one.code === 'base-earn' ? { ...one, signals } : one));
  await ask(`POST ${at}`, { promotions: watched }, demo.admin);
  const [lucia] = demo.members;
  for (const n of [1, 2, 3]) {
    await ask('POST /v1/sales', {
      ...{ reference: `SIG-${n}`, occurredAt: new Date().toISOString(), currency: 'EUR', cashier: 'Rosa' },
      ...{ member: { phone: lucia!.phone }, lines: [{ sku: 'coffee', amount: '12.50', category: 'food/coffee' }] },
    });
  }
  type Signals = { items: readonly { id: string; held: { frozen: number } }[] };
  for (let tries = 0; tries < 150; tries++) {
    const { items } = await ask<Signals>('GET /v1/signals', undefined, demo.admin);
    if (items[0]?.held.frozen === 3) return items[0].id;
    await sleep(100);
  }
  throw new Error('no signal was raised, or nothing frozen for it');
}

/** A file of cards with lines that are wrong. */
async function sendFile({ url, demo }: Program): Promise<string> {
  const response = await fetch(`${url}/v1/card-files?range=gift-demo&reference=file-1&mode=valid`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.admin}`, 'content-type': 'text/csv' },
    body: 'number,note\n777000000995,fine\n12,short\n=1+1,"a formula"\n',
  });
  const answer = (await response.json()) as Made<'file'>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer.file;
}

/** A gift card that was sold, paid with, and is on its way to a phone. Gives the card. */
export async function sendGiftCard({ ask, demo }: Program): Promise<string> {
  const order = { reference: 'gift-1', range: 'gift-demo', cards: [{}] };
  const made = await ask<{ cards: [{ number: string }] }>('POST /v1/card-orders', order, demo.admin);
  const [{ number }] = made.cards;
  const activation = { reference: 'gift-2', card: { number }, amount: '30.00' };
  const { card } = await ask<Made<'card'>>('POST /v1/gift-cards/activate', activation);
  const delivery = { reference: 'gift-3', card: { number }, phone: PHONE_THAT_GETS, amount: '30.00', unit: 'EUR' };
  await ask('POST /v1/gift-card-deliveries', delivery);
  return card;
}
