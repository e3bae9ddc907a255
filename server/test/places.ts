// One tenant with things in two places of each kind, and people whose grant holds in one of them only.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { luhnDigit } from '../src/kernel/card-number.ts';
import { isoFromInstant } from '../src/kernel/instant.ts';
import type { Within } from '../src/app/rights/matrix.ts';
import { parseNetworks } from '../src/platform/networks.ts';
import { SCOPES } from '../src/rooms/partners/index.ts';
import { standInJson, startStandIn } from '../src/rooms/processors/index.ts';
import { DELIVERY_SETTING } from './delivery-house.ts';
import { giftTerms, makeGiftHouse } from './gift-house.ts';
import { BASE_EARN, must, type TestHouse } from './house.ts';
import { noonClock } from './noon-clock.ts';

/** Where something stands: an outlet with a till, its partner and its program. */
export type Place = { readonly program: string; readonly partner: string; readonly outlet: string };

const HERE: Place = { program: 'club', partner: 'mercado', outlet: 'centro' };

/** By kind of place: the one that the grant names, and another that has all else in common with it. */
export const PLACES: Readonly<Record<Within, { readonly own: Place; readonly other: Place; readonly code: string }>> = {
  program: { own: HERE, other: { program: 'otro', partner: 'mercado', outlet: 'lejos' }, code: 'club' },
  partner: { own: HERE, other: { program: 'club', partner: 'farmacia', outlet: 'farmacia' }, code: 'mercado' },
  outlet: { own: HERE, other: { program: 'club', partner: 'mercado', outlet: 'playa' }, code: 'centro' },
};

const PREFIXES: Readonly<Record<string, string>> = { club: '6012', otro: '6022' };
/** A card that another processor keeps. */
const THEIRS = `700000000000001${luhnDigit('700000000000001')}`;
const PASSWORD = 'seven grey herons at dusk';

/** A second receipt of a cashier on one day raises a signal. */
const WATCHED_EARN = {
  ...BASE_EARN,
  signals: [{ per: 'cashier', of: 'uses', max: '1', period: 'day', action: 'review' }],
} as const satisfies typeof BASE_EARN;

export type Answer = { readonly status: number; readonly code: string | undefined; readonly text: string };
/** Asks as somebody who is signed in to the portal. */
export type Asker = (what: string, body?: object) => Promise<Answer>;
type Json = Readonly<Record<string, string>>;

export type Places = Awaited<ReturnType<typeof makePlaces>>;

/** Tenant `demo` of the test house with a second program `otro`, whose only outlet `lejos` is of `mercado` too. */
export async function makePlaces() {
  const exports = mkdtempSync(join(tmpdir(), 'places-'));
  const gifts = await makeGiftHouse({
    ...{ exports, webhookAllow: parseNetworks('127.0.0.1')!, promotions: [WATCHED_EARN] },
    // What is sold anywhere is sold today everywhere.
    ...{ clock: noonClock(), movesTime: true },
  });
  const { house } = gifts;
  const { tenant } = house;
  await openOther(house);
  const standIn = await startStandIn(house.clock);
  standIn.books.open(THEIRS);
  standIn.books.book(THEIRS, 10_000_000n, 'LOAD', 3_600);
  let count = 0;
  const next = (): string => `place-${(count += 1)}`;
  /** Does something with a key of the whole tenant, so that it is there to be asked for. */
  const make = async (what: `${'POST' | 'PUT'} ${string}`, body?: object): Promise<Json> => {
    const answer = await house.request(what, body, { secret: house.secrets.tenant });
    if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await make('PUT /v1/processors/other', { unit: 'EUR', service: standInJson(standIn.url) });
  const range = { code: 'theirs', type: 'multi', prefix: '7000', length: 16, checkDigit: 'luhn', processor: 'other' };
  await make('POST /v1/card-ranges', range);
  const at = ({ outlet }: Place) => ({ reference: next(), outlet, terminal: 'T1' });
  const now = (): string => isoFromInstant(house.clock.now());
  let people = 0;

  const enrol = async ({ program }: Place) => {
    people += 1;
    const phone = `+34600555${String(people).padStart(3, '0')}`;
    const card = `29902${String(people).padStart(7, '0')}`;
    const { member = '' } = await make('POST /v1/members', { reference: next(), program, channel: 'web', phone, card });
    return { phone, card, member };
  };
  const sellTo = async (place: Place, more: object = {}) => {
    const sale = {
      ...at(place),
      occurredAt: now(),
      currency: 'EUR',
      lines: [{ sku: 'tea', amount: '90.00' }],
      ...more,
    };
    const { operation = '' } = await make('POST /v1/sales', sale);
    return { operation, reference: sale.reference };
  };
  /** A member with points, who bought something there. */
  const buyer = async (place: Place) => {
    const one = await enrol(place);
    const named = { reference: next(), program: place.program, member: { member: one.member } };
    // By hand: promotions may stand still when they are asked about.
    await make('POST /v1/adjustments', { ...named, walletType: 'points', points: '90', reason: 'goodwill' });
    return { ...one, ...(await sellTo(place, { member: { phone: one.phone } })) };
  };
  /** A payment at another processor, by a key of the place's partner. */
  const payment = async ({ partner }: Place): Promise<string> => {
    const key = must(await house.partners.issueCredential(tenant, { name: next(), partner, scopes: [...SCOPES] }));
    await house.refresh();
    const body = { reference: next(), card: THEIRS, amount: '1.00', currency: 'EUR' };
    const paid = await house.request('POST /v1/processor-payments', body, { secret: key.secret });
    return (paid.body as Json).id ?? '';
  };
  const giftCard = async (place: Place) => {
    const number = gifts.number(PREFIXES[place.program]);
    const body = { ...at(place), card: { number }, amount: '25.00' };
    const { card = '', operation = '' } = await make('POST /v1/gift-cards/activate', body);
    return { number, card, operation, reference: body.reference };
  };
  return {
    house,
    make,
    next,
    now,
    /** The name of an act and the till that sends it. */
    at,
    enrol,
    sellTo,
    buyer,
    giftCard,
    payment,
    giftNumber: (place: Place): string => gifts.number(PREFIXES[place.program]),
    /** Somebody who may do everything in that place and nothing elsewhere; signed in. */
    hire: (scope: Within | 'tenant', code: string, api = house.api) =>
      hire(house, { tenant, scope, code, email: `${next()}@example.com` }, api),
    close: async () => {
      await standIn.stop();
      await house.close();
      rmSync(exports, { recursive: true });
    },
  };
}

async function openOther({ programs, partners, walletTypes, promotions, giftSettings, tenant, ...house }: TestHouse) {
  must(await programs.openProgram(tenant, { code: 'otro', name: 'Otro', zone: 'Europe/Madrid', currency: 'EUR' }));
  await programs.refresh();
  const { program } = programs.settings().programByCode(tenant, 'otro')!;
  const { unit } = programs.settings().unitByCode(tenant, 'PTS')!;
  const wallet = {
    code: 'points',
    spendOrder: 10,
    paysPoints: 1n,
    paysMoney: 1n,
    rules: {},
    activation: 'none',
  } as const;
  const decimals = { unitDecimals: 0, currencyDecimals: 2 };
  must(await walletTypes.define({ ...wallet, tenant, program, unit, expiry: 'never' }, decimals));
  must(await promotions.publish({ program, content: { earnBase: 'net_of_points', promotions: [WATCHED_EARN] } }));
  const terms = { code: 'gift-otro', currency: 'EUR', content: giftTerms('6022') };
  must(await giftSettings.setTerms(programs.settings().program(program), terms));
  must(await partners.addOutlet(tenant, { code: 'lejos', name: 'lejos', partner: 'mercado', program: 'otro' }));
  must(await partners.addTerminal(tenant, 'lejos', { code: 'T1' }));
  await house.refresh();
  for (const code of ['club', 'otro']) {
    const put = await house.api.inject({
      ...{ method: 'PUT', url: `/v1/programs/${code}/gift-card-delivery`, payload: DELIVERY_SETTING },
      headers: { authorization: `Bearer ${house.secrets.tenant}` },
    });
    if (put.statusCode !== 200) throw new Error(put.body);
  }
  must(await house.staff.defineRole(tenant, { code: 'all', name: 'All', permissions: [...SCOPES] }, {}));
}

type Hire = {
  readonly tenant: number;
  readonly scope: Within | 'tenant';
  readonly code: string;
  readonly email: string;
};
/** Somebody at work: how he asks, and his number. */
export type Worker = { readonly ask: Asker; readonly person: bigint };

async function hire(house: TestHouse, { tenant, scope, code, email }: Hire, api: TestHouse['api']): Promise<Worker> {
  const mailed = async (pattern: RegExp): Promise<string> => {
    await house.staff.settled();
    const page = await house.notifications.outbox(tenant, { before: 9_223_372_036_854_775_807n, limit: 50 });
    return pattern.exec(page.find((one) => one.to === email)?.text ?? '')?.[1] ?? '';
  };
  const keys = { cookie: '', csrf: '' };
  const asker =
    (by: TestHouse['api']): Asker =>
    async (what, body) => {
      const [method, url] = what.split(' ') as ['GET' | 'POST', string];
      const answer = await by.inject({
        ...{ method, url, headers: { 'user-agent': 'test', 'x-csrf-token': keys.csrf, cookie: keys.cookie } },
        ...(method === 'GET' || (method as string) === 'DELETE' ? {} : { payload: body ?? {} }),
      });
      const set = answer.headers['set-cookie'];
      if (typeof set === 'string') keys.cookie = set.split(';')[0] ?? '';
      const isJson = String(answer.headers['content-type']).includes('json');
      const told = (isJson ? JSON.parse(answer.body || '{}') : {}) as { code?: string; csrf?: string };
      if (told.csrf !== undefined) keys.csrf = told.csrf;
      // A rulebook has codes of its own: only a refusal's is meant.
      const isRefused = answer.statusCode >= 400;
      return { status: answer.statusCode, code: isRefused ? told.code : undefined, text: answer.body };
    };
  const ask = asker(house.api);
  const { person } = must(await house.staff.addPerson(tenant, { name: `${scope} ${code}`, email }, {})).person;
  await ask('POST /v1/portal/links/accept', { token: await mailed(/#([\w-]{20,})/), password: PASSWORD });
  must(await house.staff.grantRole(tenant, { person, role: 'all', where: { scope, place: code } }, {}));
  await ask('POST /v1/portal/sign-in', { tenant: 'demo', email, password: PASSWORD });
  const second = await ask('POST /v1/portal/second-factor', { code: await mailed(/\b(\d{6})\b/) });
  if (second.status !== 200) throw new Error(second.text);
  await house.refresh();
  return { ask: asker(api), person };
}
