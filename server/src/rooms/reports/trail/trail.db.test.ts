import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../../test/house.ts';
import { noonClock } from '../../../../test/noon-clock.ts';
import { daysAgo, done, line, openTills } from '../../../../test/sales.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';

// One list of everything that was done: acts of the audit chain and operations of the journal.

const clock = noonClock();
let house: TestHouse;
/** A key of Olga, who may do much, and of an auditor who may read the chain alone. */
let olga: { person: string; secret: string };
let auditor: string;

type Entry = {
  record: 'act' | 'operation';
  day: string;
  at: string;
  what: string;
  by: { person?: string; name?: string; credential?: string; credentialName?: string };
  reason?: string;
  seq?: number;
  operation?: string;
} & Record<string, unknown>;
type Page = { items: Entry[]; next?: string; code?: string; lag: { rows: number } };

const RIGHTS = [
  'settings:write',
  'settings:read',
  'points:adjust',
  'points:read',
  'cards:write',
  'audit:read',
  'journal:read',
];

const search = async (filter: object, more: object = {}, secret = house.secrets.tenant): Promise<Page> => {
  const { body } = await house.request('POST /v1/reports/trails/search', { filter, ...more }, { secret });
  return body;
};
const refused = async (filter: object, secret?: string) => (await search(filter, {}, secret)).code;
const all = async (filter: object = {}, secret?: string) => (await search(filter, { limit: 200 }, secret)).items;
const whats = (entries: readonly Entry[]) => entries.map(({ what }) => what);

beforeAll(async () => {
  // All outlets and UTC are on one day.
  house = await makeHouse({ clock, movesTime: true });
  const [ana, eva] = house.people;
  const [centro, playa] = [openTills(house, 'centro', 'T1', clock), openTills(house, 'playa', 'T1', clock)];
  await done(centro.sell({ of: ana, reference: 't-1', receiptNumber: 'R-1', cashier: 'c7', lines: [line(1, 12_000)] }));
  await done(
    playa.sell({ of: eva, reference: 't-2', lines: [line(1, 5_000)], occurredAt: daysAgo(3, clock), manner: 'notice' }),
  );
  const { person } = must(
    await house.staff.addPerson(house.tenant, { name: 'Olga Ruiz', email: 'olga@example.com' }, {}),
  ).person;
  const token = house.tokens.encode('person', 0, person);
  olga = { person: token, secret: await house.keyOf(token, RIGHTS) };
  auditor = must(
    await house.partners.issueCredential(house.tenant, { name: 'auditor', scopes: ['audit:read'] }),
  ).secret;
  await house.refresh();
  const ask = async (what: string, body?: unknown) => {
    const answer = await house.request(what, body, { secret: olga.secret });
    if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  await ask('POST /v1/outlets/centro/close');
  await ask('POST /v1/adjustments', {
    ...{ reference: 'gift-1', program: 'club', member: { member: ana.member }, walletType: 'points' },
    ...{ points: '500', reason: 'goodwill' },
  });
  await ask('PATCH /v1/outlets/centro/terminals/T2', { state: 'suspended' });
  const [{ lane, card }] = await house.database.query<{ lane: number; card: bigint }>(
    'select lane, card from cards.card where lane = $1 and owner = $2',
    [ana.lane, ana.owner],
  );
  await ask(`POST /v1/cards/${house.tokens.encode('card', lane, card)}/block`, {
    reference: 'block-1',
    reason: 'lost',
  });
  await ask('POST /v1/outlets/centro/reopen');
  await house.reports.catchUp();
});
afterAll(() => house.close());

describe('what was done', () => {
  test('stands in one list by day and moment, acts and operations among each other', async () => {
    const entries = await all();
    expect(whats(entries).slice(0, 5)).toEqual([
      'partners.outlet.reopened',
      'cards.block',
      'partners.terminal.changed',
      'points.adjustment',
      'partners.outlet.closed',
    ]);
    expect(entries.filter(({ record }) => record === 'operation').length).toBeGreaterThan(3);
    const places = entries.map(({ day, at }) => `${day} ${at}`);
    expect(places).toEqual(places.toSorted().toReversed());
    // What happened three days ago stands there, although it was told today.
    expect(entries.findIndex(({ outlet }) => outlet === 'playa')).toBeGreaterThan(5);
  });

  test('says of an act what was before and after, and of an operation who did it by hand and why, or which till', async () => {
    const [reopened, blocked, , adjusted] = await all();
    expect(reopened).toMatchObject({
      ...{ record: 'act', subject: 'outlet centro', before: { state: 'closed' }, after: { state: 'open' } },
      ...{ by: { person: olga.person, name: 'Olga Ruiz', credentialName: 'key' }, head: expect.any(String) as string },
    });
    expect(adjusted).toMatchObject({
      ...{ record: 'operation', reason: 'goodwill', amount: { amount: '500', unit: 'PTS' } },
      ...{ member: house.people[0].member, by: { person: olga.person, name: 'Olga Ruiz' } },
    });
    expect(blocked).toMatchObject({ reason: 'lost', by: { name: 'Olga Ruiz' } });
    const [sale] = await all({ receipt: 'R-1' });
    expect(sale).toMatchObject({ what: 'checkout.sale', outlet: 'centro', terminal: 'T1', cashier: 'c7', by: {} });
  });

  test('says what it was about by the name that has today: a person, an outlet, a terminal; a code that is gone stands alone', async () => {
    const acts = await all({ records: 'acts' });
    const nameOf = (what: string) => acts.find((entry) => entry.what === what)?.['subjectName'];
    const { name } = house.partners.settings().outletByCode(house.tenant, 'centro')!;
    expect(nameOf('staff.person.added')).toBe('Olga Ruiz');
    expect(nameOf('partners.outlet.closed')).toBe(name);
    expect(nameOf('partners.terminal.changed')).toBe(`${name} · T2`);
    expect(nameOf('points.wallet_type.defined')).toBeUndefined();
  });

  test('never shows a card number, a phone or an address', async () => {
    const text = JSON.stringify(await all());
    for (const { card, phone } of house.people) {
      expect(text).not.toContain(card);
      expect(text).not.toContain(phone);
    }
    expect(text).not.toContain('olga@example.com');
    expect(text).toContain('••••');
  });

  test.each([1, 2, 3])('comes in pages of %i that together are the whole, each entry once', async (limit) => {
    const whole = await all();
    const walked: Entry[] = [];
    let next: string | undefined;
    do {
      const page: Page = await search({}, { limit, ...(next && { cursor: next }) });
      walked.push(...page.items);
      next = page.next;
    } while (next);
    expect(walked).toEqual(whole);
  });
});

describe('a search', () => {
  const [CLOSED, CHANGED, REOPENED] = [
    'partners.outlet.closed',
    'partners.terminal.changed',
    'partners.outlet.reopened',
  ];
  test.each([
    [
      'a person: acts and operations',
      () => ({ person: olga.person }),
      [REOPENED, 'cards.block', CHANGED, 'points.adjustment', CLOSED],
    ],
    ['how acts and operations begin', () => ({ act: 'cards.', records: 'operations' }), ['cards.block']],
    ['an act', () => ({ act: CLOSED }), [CLOSED]],
    ['acts of a person alone', () => ({ person: olga.person, records: 'acts' }), [REOPENED, CHANGED, CLOSED]],
    [
      'operations of a person alone',
      () => ({ person: olga.person, records: 'operations' }),
      ['cards.block', 'points.adjustment'],
    ],
    ['what an act was about', () => ({ subject: 'terminal centro/T2', person: olga.person }), [CHANGED]],
    [
      'a terminal: what was changed about it and what happened there',
      () => ({ outlet: 'centro', terminal: 'T2' }),
      [CHANGED, 'partners.terminal.added'],
    ],
    ['an outlet, of the days before', () => ({ outlet: 'playa', to: dayOf(2) }), ['checkout.sale']],
    ['a receipt', () => ({ receipt: 'R-1' }), ['checkout.sale']],
    ['a card', () => ({ card: house.people[0].card, person: olga.person }), ['cards.block']],
    [
      'a member',
      () => ({ member: { phone: house.people[0].phone }, person: olga.person }),
      ['cards.block', 'points.adjustment'],
    ],
    ['nobody', () => ({ person: house.tokens.encode('person', 0, 999_999n) }), []],
    ['days in which nothing was done', () => ({ from: '2001-01-01', to: '2001-01-31' }), []],
  ])('by %s finds these, newest first', async (_what, filter, expected) => {
    expect(whats(await all(filter()))).toEqual(expected);
  });

  test('by a credential finds what was done by it, and by none of another', async () => {
    const [{ by }] = await all({ person: olga.person });
    expect(whats(await all({ credential: by.credential }))).toHaveLength(5);
    const other = house.tokens.encode('cred', 0, house.principals.tenant.credential);
    expect(await all({ credential: other, person: olga.person })).toEqual([]);
    expect((await all({ credential: other })).some((one) => one.by.person === olga.person)).toBe(false);
  });

  test('by an outlet finds acts about its terminals and what its tills did', async () => {
    const found = whats(await all({ outlet: 'centro' }));
    expect(found).toEqual(expect.arrayContaining([REOPENED, CHANGED, CLOSED, 'checkout.sale']));
    expect(found).not.toContain('points.adjustment');
  });

  test('by a period is a stretch of both, day by day', async () => {
    const [today, before] = [await all({ from: dayOf(0) }), await all({ to: dayOf(1) })];
    const whole = await all();
    expect(today.length + before.length).toBe(whole.length);
    expect(whats(before)).toContain('checkout.sale');
    expect(before.every(({ day }) => day <= dayOf(1))).toBe(true);
  });

  test('is refused where it names what the tenant does not have', async () => {
    expect(await refused({ outlet: 'nowhere' })).toBe('reports.filter.unknown');
    expect(await refused({ terminal: 'T1' })).toBe('http.input.invalid');
    expect(await refused({ from: '2026-02-02', to: '2026-02-01' })).toBe('reports.filter.period');
    expect((await search({}, { cursor: 'x' })).code).toBe('http.cursor.malformed');
  });
});

describe('who asks', () => {
  test('without the right to the journal sees acts alone, and is refused where operations are what is asked for', async () => {
    const seen = await all({}, auditor);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.every(({ record }) => record === 'act')).toBe(true);
    for (const filter of [{ records: 'operations' }, { receipt: 'R-1' }, { card: house.people[0].card }])
      expect(await refused(filter, auditor)).toBe('http.scope.missing');
  });

  test('bound to an outlet, without the right to the audit log, or of another tenant sees nothing of it', async () => {
    const bound = must(
      await house.partners.issueCredential(house.tenant, { name: 'f', partner: 'farmacia', scopes: RIGHTS }),
    ).secret;
    const reader = must(
      await house.partners.issueCredential(house.tenant, { name: 'r', scopes: ['journal:read'] }),
    ).secret;
    await house.refresh();
    expect(await refused({}, bound)).toBe('partners.credential.beyond_own');
    expect(await refused({}, reader)).toBe('http.scope.missing');
    const neighbour = JSON.stringify(await all({}, house.secrets.vecino));
    expect(neighbour).not.toContain('Olga');
    expect(neighbour).not.toContain('checkout.sale');
  });
});

const dayOf = (days: number): string => isoFromInstant(daysAgo(days, clock)).slice(0, 10);
