import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsOf } from '../../../../test/acts.ts';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { openSealedFile } from '../index.ts';

const PASSPHRASE = 'correct horse battery';
type Body = Record<string, unknown> & { readonly items: Record<string, string>[] };

let house: TestHouse;
let secrets: { anna: string; bruno: string };

const ask = async (what: string, body?: unknown, secret = house.secrets.tenant) => {
  const answer = await house.request(what, body, { secret });
  return { status: answer.status, headers: answer.headers, body: answer.body as Body };
};
const code = (answer: { body: Body }): unknown => answer.body['code'];

beforeAll(async () => {
  house = await makeHouse();
  const named = async (name: string): Promise<string> => {
    const { body } = await ask('POST /v1/staff/people', { name, email: `${name}@example.com` });
    const scopes = ['cards:make', 'cards:print', 'approvals:read', 'approvals:decide'];
    return house.keyOf(String(body['id']), scopes);
  };
  secrets = { anna: await named('anna'), bruno: await named('bruno') };
});
afterAll(() => house.close());

const CLUB = {
  code: 'club',
  type: 'bonus',
  prefix: '2990',
  length: 16,
  checkDigit: 'luhn',
  pin: { kind: 'pin', length: 4 },
};

async function made(reference: string, quantity: number, range = 'club'): Promise<string> {
  const ordered = await ask('POST /v1/card-batches', { reference, range, quantity }, secrets.anna);
  expect(ordered.status).toBe(202);
  const batch = String(ordered.body['batch']);
  const { id } = house.tokens.decode('cbat', batch)!;
  const found = await house.cards.findBatch(house.tenant, id);
  if (found.ok) await house.cards.generateBatch(found.batch);
  return batch;
}

/** Numbers and PINs of a batch, by way of a second person and the print file. */
async function printed(batch: string): Promise<{ number: string; pin: string }[]> {
  const requested = await ask(
    `POST /v1/card-batches/${batch}/print-release`,
    { reference: `p-${batch}` },
    secrets.anna,
  );
  await ask(`POST /v1/approvals/${String(requested.body['approval'])}/approve`, {}, secrets.bruno);
  const order = {
    passphrase: PASSPHRASE,
    layout: { format: 'csv', hasHeader: false, columns: [{ field: 'number' }, { field: 'pin' }] },
  };
  const file = await house.api.inject({
    ...{ method: 'POST', url: `/v1/card-batches/${batch}/print-file`, payload: order },
    headers: { authorization: `Bearer ${secrets.anna}` },
  });
  expect(file.statusCode).toBe(200);
  expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(file.headers['x-content-sha256']);
  const lines = (await openSealedFile(file.rawPayload, PASSPHRASE)).toString().trim().split('\n');
  return lines.map((line) => ({ number: line.split(',')[0]!, pin: line.split(',')[1]! }));
}

describe('ranges over the API', () => {
  test('are opened once; a second one with the same numbers is refused, also inside or around', async () => {
    expect(await ask('POST /v1/card-ranges', CLUB)).toMatchObject({
      status: 201,
      body: { ...CLUB, state: 'open', capacity: '100000000000', charset: 'digits' },
    });
    const overlapping = [{ prefix: '2990' }, { prefix: '29901' }, { prefix: '29' }];
    for (const [n, over] of overlapping.entries())
      expect(code(await ask('POST /v1/card-ranges', { ...CLUB, ...over, code: `o${n}` }))).toBe('cards.range.overlaps');
    expect((await ask('POST /v1/card-ranges', { ...CLUB, code: 'longer', length: 17 })).status).toBe(201);
    expect(code(await ask('POST /v1/card-ranges', { ...CLUB, prefix: '77' }))).toBe('cards.range.code_taken');
  });

  test('that cannot be are refused with the reason', async () => {
    const wrong = [
      { checkDigit: 'ean13' },
      { length: 9, prefix: '299012' },
      { charset: 'alphanumeric' },
      { type: 'gift' },
      { type: 'discount' },
      { unit: 'EUR' },
      { track: { track2: '{number}ABC' } },
    ];
    for (const [n, over] of wrong.entries())
      expect(code(await ask('POST /v1/card-ranges', { ...CLUB, prefix: '31', code: `w${n}`, ...over }))).toBe(
        'cards.range.malformed',
      );
  });

  test('of one tenant are not there for another', async () => {
    expect((await ask('GET /v1/card-ranges', undefined, house.secrets.vecino)).body.items).toEqual([]);
    expect((await ask('POST /v1/card-ranges', CLUB, house.secrets.vecino)).status).toBe(201);
  });
});

describe('a batch over the API', () => {
  test('goes from order to a card in somebody’s hands, with two persons, one download and custody', async () => {
    const batch = await made('b-1', 5);
    expect(
      await ask('POST /v1/card-batches', { reference: 'b-1', range: 'club', quantity: 5 }, secrets.anna),
    ).toMatchObject({
      ...{ status: 202, body: { batch, repeated: true, state: 'made' } },
    });
    expect(
      code(await ask('POST /v1/card-batches', { reference: 'b-1', range: 'club', quantity: 6 }, secrets.anna)),
    ).toBe('operation.reference_reused');
    const requested = await ask(
      `POST /v1/card-batches/${batch}/print-release`,
      { reference: `p-${batch}` },
      secrets.anna,
    );
    const approval = String(requested.body['approval']);
    expect((await ask(`POST /v1/approvals/${approval}/approve`, {}, secrets.anna)).status).toBeGreaterThanOrEqual(400);
    const cards = await printed(batch);
    expect(cards).toHaveLength(5);
    const order = { passphrase: PASSPHRASE, layout: { format: 'csv', columns: [{ field: 'number' }] } };
    expect(code(await ask(`POST /v1/card-batches/${batch}/print-file`, order, secrets.anna))).toBe(
      'cards.print.downloaded',
    );
    const acts = await actsOf(house, `card batch ${batch}`);
    expect(acts.filter((act) => act === 'cards.print.downloaded')).toHaveLength(1);

    const told = (stage: string, n: number) =>
      ask(`POST /v1/card-batches/${batch}/custody`, { reference: `h-${n}`, stage, holder: 'Printer' }, secrets.anna);
    expect((await told('print_sent', 1)).status).toBe(201);
    expect((await told('print_sent', 1)).body['custody']).toHaveLength(1);
    expect(code(await told('print_sent', 2))).toBe('cards.batch.unfit_state');
    expect((await told('received', 3)).body).toMatchObject({ stage: 'received', stock: { inert: 5 } });

    const issue = (n: number, reference: string) => ask('POST /v1/cards', { reference, number: cards[n]!.number });
    expect(code(await issue(0, 'i-0'))).toBe('cards.range.not_stock');
    expect((await ask(`POST /v1/card-batches/${batch}/release`, undefined, secrets.anna)).status).toBe(200);
    const issued = await issue(0, 'i-1');
    expect(issued.status).toBe(201);
    expect(code(await issue(0, 'i-2'))).toBe('cards.card.exists');
    expect((await ask(`GET /v1/cards/${String(issued.body['card'])}`)).body).toMatchObject({
      range: 'club',
      suspended: [],
    });

    const first = { serials: { first: 1, last: 2 } };
    expect((await ask(`POST /v1/card-batches/${batch}/destroy`, first, secrets.anna)).body).toMatchObject({
      destroyed: 1,
    });
    expect((await ask(`GET /v1/card-batches/${batch}`, undefined, secrets.anna)).body['stock']).toEqual({
      ...{ activated: 1, destroyed: 1, inert: 3 },
    });
    expect(code(await issue(1, 'i-3'))).toBe('cards.stock.destroyed');
    expect((await ask(`POST /v1/card-batches/${batch}/destroy`, {}, secrets.anna)).body).toMatchObject({
      state: 'destroyed',
    });
    expect(code(await issue(2, 'i-4'))).toBe('cards.range.not_stock');
    expect(code(await ask(`GET /v1/card-batches/${batch}`, undefined, house.secrets.vecino))).toBe(
      'cards.batch.unknown',
    );
  });

  test('that is lost cannot be activated until the block is lifted', async () => {
    const batch = await made('b-2', 2);
    const [card] = await printed(batch);
    await ask(`POST /v1/card-batches/${batch}/release`, undefined, secrets.anna);
    await ask(
      `POST /v1/card-batches/${batch}/custody`,
      { reference: 'l-1', stage: 'lost', holder: 'van 7' },
      secrets.anna,
    );
    const number = card!.number;
    expect(code(await ask('POST /v1/cards', { reference: 'j-1', number }))).toBe('cards.card.suspended');
    const { body } = await ask('GET /v1/card-suspensions');
    await ask(`POST /v1/card-suspensions/${body.items[0]!['suspension']!}/lift`);
    expect((await ask('POST /v1/cards', { reference: 'j-1', number })).status).toBe(201);
  });

  test('that was abandoned is swept away, and its numbers are free again', async () => {
    const batch = await made('b-3', 30);
    expect((await ask(`POST /v1/card-batches/${batch}/abandon`, undefined, secrets.anna)).status).toBe(200);
    expect(code(await ask(`POST /v1/card-batches/${batch}/release`, undefined, secrets.anna))).toBe(
      'cards.batch.unfit_state',
    );
    await house.cards.sweepAbandoned();
    expect((await ask(`GET /v1/card-batches/${batch}`, undefined, secrets.anna)).body).toMatchObject({
      stock: {},
      made: 0,
    });
  });
});

describe('a PIN', () => {
  test('is changed with the old one; three wrong ones at once lock it, however many come', async () => {
    const batch = await made('b-4', 2);
    const [one, two] = await printed(batch);
    await ask(`POST /v1/card-batches/${batch}/release`, undefined, secrets.anna);
    const issue = async (number: string) =>
      String((await ask('POST /v1/cards', { reference: `k-${number}`, number })).body['card']);
    const card = await issue(one!.number);
    const change = { reference: 'c-1', pin: one!.pin, newPin: '4711' };
    expect(await ask(`POST /v1/cards/${card}/pin`, change)).toMatchObject({ status: 200, body: { repeated: false } });
    expect(await ask(`POST /v1/cards/${card}/pin`, change)).toMatchObject({ status: 200, body: { repeated: true } });
    expect(code(await ask(`POST /v1/cards/${card}/pin`, { ...change, reference: 'c-2', newPin: '12345' }))).toBe(
      one!.pin === '4711' ? 'cards.pin.malformed' : 'cards.pin.wrong',
    );
    const other = await issue(two!.number);
    const wrong = two!.pin === '0000' ? '1111' : '0000';
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        ask(`POST /v1/cards/${other}/pin`, { reference: `w-${n}`, pin: wrong, newPin: '2222' }),
      ),
    );
    expect(tries.filter((one) => code(one) === 'cards.pin.wrong')).toHaveLength(2);
    expect(tries.filter((one) => code(one) === 'cards.pin.locked')).toHaveLength(10);
    expect(code(await ask(`POST /v1/cards/${other}/pin`, { reference: 'w-x', pin: two!.pin, newPin: '2222' }))).toBe(
      'cards.pin.locked',
    );
  });
});
