import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { makeGiftHouse, type GiftHouse } from '../../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../../test/house.ts';
import { line, openTills } from '../../../../test/sales.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';

// An operation's row in the journal is its audit record: it names the credential that sent it, whatever was sent.

let gifts: GiftHouse;
let house: TestHouse;
/** Keys of the machine that sells and of the desk that takes goods back; both may speak for any till. */
let shop: Key;
let desk: Key;

type Key = { readonly secret: string; readonly token: string; readonly name: string };
type Entry = { what: string; operation: string; by: { person?: string; credential?: string; credentialName?: string } };

const SCOPES = ['sales:write', 'cards:write', 'journal:read', 'giftcards:load'];
const till = { outlet: 'centro', terminal: 'T1' };
const now = (): string => isoFromInstant(systemClock().now());

async function keyOf(name: string): Promise<Key> {
  const { secret, credential } = must(await house.partners.issueCredential(house.tenant, { name, scopes: SCOPES }));
  return { secret, name, token: house.tokens.encode('cred', 0, credential.credential) };
}

/** Sends it by a key; gives the operation. */
async function send(key: Key, what: string, body: object, status = 201): Promise<string> {
  const answer = await house.request(`POST /v1/${what}`, { ...till, ...body }, { secret: key.secret });
  assert(answer.status === status, `${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return (answer.body as { operation: string }).operation;
}

const sale = (reference: string, more: object = {}): object => ({
  ...{ reference, occurredAt: now(), currency: 'EUR', member: { card: house.people[0].card } },
  lines: [{ sku: 'A', quantity: '2', amount: '300.00' }],
  ...more,
});
const back = (reference: string, of: string): object => ({
  ...{ reference, occurredAt: now(), original: { reference: of }, lines: 'all' },
});

async function sentBy({ token }: Key): Promise<Entry[]> {
  await house.reports.catchUp();
  const asked = { filter: { credential: token, records: 'operations' }, limit: 200 };
  const { body } = await house.request('POST /v1/reports/trails/search', asked, { secret: house.secrets.tenant });
  return (body as { items: Entry[] }).items;
}
const operations = (entries: readonly Entry[]): string[] => entries.map(({ operation }) => operation).toSorted();

/** The operation as it is shown to whoever speaks for the tenant, or by another key. */
const shown = async (operation: string, secret = house.secrets.tenant): Promise<Partial<Entry>> =>
  (await house.request(`GET /v1/operations/${operation}`, undefined, { secret })).body;

beforeAll(async () => {
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
  ({ house } = gifts);
  shop = await keyOf('shop server');
  desk = await keyOf('returns desk');
  await house.refresh();
});
afterAll(() => house.close());

test('a sale by one key and its return by another are each found by theirs, and by no other', async () => {
  const sold = await send(shop, 'sales', sale('s-1'));
  const returned = await send(desk, 'returns', back('r-1', 's-1'));
  expect(await sentBy(shop)).toEqual([
    expect.objectContaining({
      ...{ what: 'checkout.sale', operation: sold },
      by: { credential: shop.token, credentialName: 'shop server' },
    }),
  ]);
  expect(operations(await sentBy(desk))).toEqual([returned]);
  expect(await shown(sold)).toMatchObject({ by: { credential: shop.token, credentialName: 'shop server' } });
  expect(await shown(returned)).toMatchObject({ by: { credential: desk.token, credentialName: 'returns desk' } });
});

test('whatever a till may send names its key: voids, claims, receipts of nobody, points, gift cards, batches', async () => {
  const before = operations(await sentBy(desk));
  const [one] = house.people;
  const sent = [
    await send(desk, 'sales', sale('all-1')),
    await send(desk, 'voids', {
      reference: 'all-v',
      occurredAt: now(),
      target: { family: 'sale', reference: 'all-1' },
    }),
    // Before what it voids.
    await send(desk, 'voids', {
      reference: 'all-w',
      occurredAt: now(),
      target: { family: 'sale', reference: 'never' },
    }),
    await send(desk, 'sales', sale('all-2', { member: undefined })),
    await send(desk, 'claims', {
      ...{ reference: 'all-c', occurredAt: now(), original: { reference: 'all-2' }, member: { card: one.card } },
    }),
    await send(desk, 'redemptions', {
      ...{ reference: 'all-p', member: { card: one.card }, walletType: 'points', points: '10' },
    }),
    await send(desk, 'gift-cards/activate', { reference: 'all-g', card: { number: gifts.number() }, amount: '20.00' }),
  ];
  const batch = { operations: [{ op: 'sale', ...till, ...sale('all-b') }] };
  const { body } = await house.request('POST /v1/batch', batch, { secret: desk.secret });
  const { answers } = body as { answers: { body: { operation: string } }[] };
  const expected = [...before, ...sent, answers[0].body.operation].toSorted();
  expect(operations(await sentBy(desk))).toEqual(expected);
  for (const operation of sent) expect((await shown(operation)).by?.credential).toBe(desk.token);
});

test('a return that waited for its sale is its own sender’s, not the sale’s', async () => {
  const before = new Set(operations(await sentBy(desk)));
  const parked = await send(desk, 'returns', back('r-wait', 's-late'), 202);
  const sold = await send(shop, 'sales', sale('s-late'));
  const later = (await sentBy(desk)).filter(({ operation }) => !before.has(operation));
  expect(later.map(({ what }) => what).toSorted()).toEqual(['checkout.return', 'checkout.return_parked']);
  expect(operations(later)).toContain(parked);
  expect((await shown(sold)).by?.credential).toBe(shop.token);
});

test('a repeat by another key stays with the first', async () => {
  const body = sale('s-twice');
  const sold = await send(shop, 'sales', body);
  expect(await send(desk, 'sales', body, 200)).toBe(sold);
  expect((await shown(sold)).by?.credential).toBe(shop.token);
  expect(operations(await sentBy(desk))).not.toContain(sold);
});

test('a key of a person names him too, and who is bound to a place is not told by whom', async () => {
  const { person } = must(
    await house.staff.addPerson(house.tenant, { name: 'Olga Ruiz', email: 'olga@example.com' }, {}),
  ).person;
  const token = house.tokens.encode('person', 0, person);
  const own = { secret: await house.keyOf(token, SCOPES), token: '', name: 'key' };
  await house.refresh();
  const sold = await send(own, 'sales', sale('s-olga'));
  expect((await shown(sold)).by).toMatchObject({ person: token, credentialName: 'key' });
  expect(await shown(sold, house.secrets.till)).not.toHaveProperty('by');
});

test('what is told without a credential, and what time does, names nobody', async () => {
  const tills = openTills(house);
  const told = must(await tills.sell({ till: { ...tills.till, credential: undefined }, lines: [line(1, 5_000)] }));
  const by = await shown((told as { answer: { operation: string } }).answer.operation);
  expect(by).toMatchObject({ kind: 'checkout.sale' });
  expect(by).not.toHaveProperty('by');
});
