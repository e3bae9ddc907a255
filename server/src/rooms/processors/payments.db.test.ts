import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openProcessorRooms, type PaysAlone, type ProcessorRooms } from '../../../test/processor-rooms.ts';
import { findOut } from './find-out.ts';
import { standInJson, standInXml } from './stand-in/services.ts';

let rooms: ProcessorRooms;
let cards = 0;
let names = 0;
beforeAll(async () => {
  rooms = await openProcessorRooms();
});
afterAll(() => rooms.close());
beforeEach(async () => {
  rooms.standIn.setMood(undefined);
  await rooms.configure();
});

/** A card of the processor with so many cents on it. */
const cardWith = (cents: bigint): string => {
  const card = `7000000000${String(++cards).padStart(6, '0')}`;
  rooms.standIn.books.open(card);
  if (cents !== 0n) rooms.standIn.books.book(card, cents, 'LOAD');
  return card;
};
const nameOf = (reference = `r-${++names}`) => ({ tenant: rooms.tenant, space: 0n, reference });
const pay = (card: string, amount: string, name = nameOf(), room = rooms.processors) =>
  room.redeem(name, { card, amount, currency: 'EUR' });
const stateOf = async (name: ReturnType<typeof nameOf>): Promise<string> => {
  const [row] = await rooms.database.query<{ state: string }>(
    'select state from processors.redemption where space = $1 and reference = $2',
    [name.space, name.reference],
  );
  return row.state;
};
/** Looks until nothing is on its way any more, as the job does. */
const findOutAll = async (): Promise<void> => {
  for (let look = 0; look < 12; look++) {
    await findOut(rooms.deps);
    rooms.wait(60);
  }
};

describe('a payment at another processor', () => {
  test.each([
    ['JSON', (url: string) => standInJson(url)],
    ['XML', (url: string) => standInXml(url)],
  ])('is decided there, over %s', async (_, service) => {
    await rooms.configure({ service: service(rooms.standIn.url) });
    const card = cardWith(2_000n);
    expect(await pay(card, '12.50')).toMatchObject({ ok: true, redemption: { state: 'approved', balance: 750n } });
    expect(rooms.standIn.books.balanceOf(card)).toBe(750n);
    expect(await pay(card, '12.50')).toMatchObject({
      ok: true,
      redemption: { state: 'declined', reason: 'not enough' },
    });
    expect(rooms.standIn.books.balanceOf(card)).toBe(750n);
  });

  test('sent again gets the same answer and pays once; with another content it is refused', async () => {
    const card = cardWith(2_000n);
    const name = nameOf();
    const both = await Promise.all([pay(card, '5.00', name), pay(card, '5.00', name)]);
    expect(both.every((one) => one.ok)).toBe(true);
    expect(await pay(card, '5.00', name)).toMatchObject({
      ok: true,
      repeated: true,
      redemption: { state: 'approved' },
    });
    expect(rooms.standIn.books.balanceOf(card)).toBe(1_500n);
    expect(await pay(card, '6.00', name)).toMatchObject({ refusal: 'operation.reference_reused' });
  });

  test('is never decided by a balance that is kept here', async () => {
    const card = cardWith(5_000n);
    expect(await rooms.processors.enquire(rooms.tenant, card)).toMatchObject({ balance: 5_000n, isFresh: true });
    rooms.standIn.books.book(card, -4_500n, 'PAY');
    expect(await pay(card, '20.00')).toMatchObject({ ok: true, redemption: { state: 'declined' } });
    // And what we believe to be too little is paid all the same, when the processor says yes.
    rooms.standIn.books.book(card, 9_500n, 'LOAD');
    expect(await pay(card, '80.00')).toMatchObject({ ok: true, redemption: { state: 'approved' } });
  });

  test.each([
    ['it answers too late', { slowMs: 700, times: 1 }],
    ['it never says what it has done', { manner: 'silent', times: 1 }],
    ['its answer breaks off', { manner: 'broken', times: 1 }],
    ['a gateway between says 502', { manner: 'failing', times: 1 }],
    ['it says something else', { manner: 'garbled', times: 1 }],
  ] as const)('is neither paid nor declined when %s, and undone', async (_, mood) => {
    await rooms.configure({ timeoutMs: 300 });
    const card = cardWith(2_000n);
    const name = nameOf();
    rooms.standIn.setMood({ ...mood, questions: ['redeem'] });
    expect(await pay(card, '5.00', name)).toMatchObject({ ok: true, redemption: { state: 'unknown' } });
    // Asking again pays nothing twice, and says what is known: nothing yet.
    expect(await pay(card, '5.00', name)).toMatchObject({ ok: true, repeated: true, redemption: { state: 'unknown' } });
    // The one that is slow is done by now; else there would be nothing to undo.
    await expect.poll(() => rooms.standIn.books.balanceOf(card)).toBe(1_500n);
    await findOutAll();
    expect(await stateOf(name)).toBe('reversed');
    expect(rooms.standIn.books.balanceOf(card)).toBe(2_000n);
  });

  test('that was lost on the way there is looked for until it cannot come any more, and then not done', async () => {
    const card = cardWith(2_000n);
    const name = nameOf();
    rooms.standIn.setMood({ manner: 'deaf', questions: ['redeem'], times: 1 });
    expect(await pay(card, '5.00', name)).toMatchObject({ ok: true, redemption: { state: 'unknown' } });
    await findOut(rooms.deps);
    // One look is not enough: it may still be on its way.
    expect(await stateOf(name)).toBe('reversing');
    await findOutAll();
    expect(await stateOf(name)).toBe('not_done');
    expect(rooms.standIn.books.balanceOf(card)).toBe(2_000n);
  });

  test('is undone by trying again and again while the processor is away', async () => {
    await rooms.configure({ timeoutMs: 200 });
    const card = cardWith(2_000n);
    const name = nameOf();
    rooms.standIn.setMood({ manner: 'silent', times: 4 });
    expect(await pay(card, '5.00', name)).toMatchObject({ ok: true, redemption: { state: 'unknown' } });
    await findOut(rooms.deps);
    rooms.wait(60);
    await findOut(rooms.deps);
    expect(await stateOf(name)).toBe('reversing');
    await findOutAll();
    expect(await stateOf(name)).toBe('reversed');
    expect(rooms.standIn.books.linesOf(card).filter((one) => one.kind === 'UNDO')).toHaveLength(1);
  });

  test('is asked for instead of undone where the settings say so: made, it counts; not made, it does not', async () => {
    await rooms.configure({ onUnknown: 'query', timeoutMs: 300 });
    const [made, lost] = [nameOf(), nameOf()];
    const card = cardWith(2_000n);
    rooms.standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
    await pay(card, '5.00', made);
    rooms.standIn.setMood({ manner: 'deaf', questions: ['redeem'], times: 1 });
    await pay(card, '6.00', lost);
    await findOutAll();
    expect([await stateOf(made), await stateOf(lost)]).toEqual(['approved', 'not_done']);
    expect(rooms.standIn.books.balanceOf(card)).toBe(1_500n);
  });

  test('is found in the history where there is nothing else to ask', async () => {
    await rooms.configure({ service: standInXml(rooms.standIn.url), timeoutMs: 300 });
    const name = nameOf();
    const card = cardWith(2_000n);
    rooms.standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
    expect(await pay(card, '5.00', name)).toMatchObject({ redemption: { state: 'unknown' } });
    await findOutAll();
    expect(await stateOf(name)).toBe('approved');
  });

  test('that nobody heard of is refused, and the same name may try again', async () => {
    const card = cardWith(2_000n);
    const name = nameOf();
    const { url } = rooms.standIn;
    await rooms.configure({ service: standInJson('http://127.0.0.1:1') });
    expect(await pay(card, '5.00', name)).toMatchObject({ refusal: 'processors.payment.not_asked' });
    await rooms.configure({ service: standInJson(url) });
    expect(await pay(card, '5.00', name)).toMatchObject({
      ok: true,
      repeated: false,
      redemption: { state: 'approved' },
    });
    expect(rooms.standIn.books.balanceOf(card)).toBe(1_500n);
  });
});

describe('when the process dies in the middle', () => {
  test('another one takes the payment for unknown and undoes it', async () => {
    await rooms.configure({ timeoutMs: 60_000 });
    const card = cardWith(2_000n);
    const name = nameOf();
    rooms.standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
    // Never awaited: the process that asks is as good as dead, and what it asked for is done over there.
    void pay(card, '5.00', name, rooms.another()).catch(() => undefined);
    await expect.poll(() => rooms.standIn.books.balanceOf(card)).toBe(1_500n);
    // While it may still be alive nobody meddles.
    await findOut(rooms.deps);
    expect(await stateOf(name)).toBe('asking');
    expect(rooms.standIn.books.balanceOf(card)).toBe(1_500n);
    rooms.wait(100);
    await findOut(rooms.deps);
    expect(await stateOf(name)).toBe('reversed');
    expect(rooms.standIn.books.balanceOf(card)).toBe(2_000n);
  });

  test('killed for good, after the processor has done it and before it could say so', async () => {
    await rooms.configure({ timeoutMs: 60_000 });
    const card = cardWith(2_000n);
    const name = nameOf();
    rooms.standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
    const { wrapping, digest, signing, token } = rooms.keys;
    const given: PaysAlone = {
      ...{ url: rooms.url, at: rooms.clock.now(), tenant: rooms.tenant, reference: name.reference, card },
      secrets: [wrapping, digest, signing, token].map(([{ secret }]) => secret.toString('base64')),
    };
    const script = `import(process.argv[1]).then((rooms) => rooms.payAlone(JSON.parse(process.argv[2])))`;
    const file = new URL('../../../test/processor-rooms.ts', import.meta.url).href;
    const child = spawn(process.execPath, ['-e', script, file, JSON.stringify(given)], { stdio: 'ignore' });
    await expect.poll(() => rooms.standIn.books.balanceOf(card), { timeout: 20_000 }).toBe(1_500n);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await stateOf(name)).toBe('asking');
    rooms.wait(100);
    await findOut(rooms.deps);
    expect(await stateOf(name)).toBe('reversed');
    expect(rooms.standIn.books.balanceOf(card)).toBe(2_000n);
  }, 30_000);

  test('several processes that find out at once undo it once', async () => {
    await rooms.configure({ timeoutMs: 300 });
    const card = cardWith(2_000n);
    const name = nameOf();
    rooms.standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
    await pay(card, '5.00', name);
    const looked = await Promise.all([1, 2, 3].map(() => findOut(rooms.deps)));
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await stateOf(name)).toBe('reversed');
  });
});

describe('a reversal', () => {
  test('by the name of the payment undoes it, and again says the same', async () => {
    const card = cardWith(2_000n);
    const name = nameOf();
    await pay(card, '5.00', name);
    for (let n = 0; n < 2; n++) {
      expect(await rooms.processors.reverse(name)).toMatchObject({ ok: true, redemption: { state: 'reversed' } });
    }
    expect(rooms.standIn.books.balanceOf(card)).toBe(2_000n);
    expect(await pay(card, '5.00', name)).toMatchObject({ repeated: true, redemption: { state: 'reversed' } });
  });

  test('that comes before its payment closes the name', async () => {
    const card = cardWith(2_000n);
    const name = nameOf();
    expect(await rooms.processors.reverse(name)).toMatchObject({ ok: true, redemption: { state: 'voided' } });
    expect(await pay(card, '5.00', name)).toMatchObject({ refusal: 'operation.voided_before' });
    expect(rooms.standIn.books.balanceOf(card)).toBe(2_000n);
  });

  test('that the processor does not take leaves the payment paid, and says why', async () => {
    const card = cardWith(2_000n);
    const name = nameOf();
    await pay(card, '5.00', name);
    const service = standInJson(rooms.standIn.url);
    await rooms.configure({
      service: {
        ...service,
        reverse: { ...service.reverse!, path: '/what', verdict: { path: 'code', yes: ['OK'], no: ['WHAT'] } },
      },
    });
    expect(await rooms.processors.reverse(name)).toMatchObject({
      redemption: { state: 'approved', reason: 'not_undone: WHAT' },
    });
  });
});

describe('a processor that is only read', () => {
  beforeEach(() => rooms.configure({ service: standInJson(rooms.standIn.url, { readsOnly: true }), timeoutMs: 300 }));

  test('is asked for the balance when redeem is pressed, and the payment is refused with it', async () => {
    const card = cardWith(2_000n);
    const before = rooms.standIn.heard.length;
    expect(await pay(card, '5.00')).toMatchObject({
      refusal: 'processors.processor.reads_only',
      facts: { balance: '20.00 EUR' },
    });
    expect(rooms.standIn.heard.slice(before).map((one) => one.question)).toEqual(['balance']);
  });

  test('that does not answer has its older balance shown and nothing decided by it', async () => {
    const card = cardWith(2_000n);
    await rooms.processors.enquire(rooms.tenant, card);
    rooms.wait(3_600);
    rooms.standIn.setMood({ manner: 'silent' });
    expect(await pay(card, '5.00')).toMatchObject({ refusal: 'processors.balance.not_fresh' });
    const shown = await rooms.processors.enquire(rooms.tenant, card);
    expect(shown).toMatchObject({ ok: true, isFresh: false, balance: 2_000n, reason: 'timeout' });
    expect(shown.ok && (rooms.clock.now() - shown.asOf) / 1e6).toBe(3_600);
    expect(await rooms.processors.enquire(rooms.tenant, cardWith(1n))).toMatchObject({
      refusal: 'processors.balance.not_told',
    });
  });
});

describe('who keeps a card', () => {
  test.each([
    ['processors.card.unknown', '7000000000999999'],
    ['processors.card.kept_here', '2990000000000001'],
    ['processors.card.no_range', '8800000000000001'],
    ['kernel.card_number.malformed', '70'],
  ])('may be somebody else: %s', async (refusal, card) => {
    expect(await rooms.processors.enquire(rooms.tenant, card)).toMatchObject({ refusal });
  });

  test('is nobody where the processor is another tenant’s', async () => {
    expect(await rooms.processors.enquire(rooms.tenants[1], cardWith(1n))).toMatchObject({
      refusal: 'processors.processor.not_found',
    });
  });
});

test('nothing failed on the way that nobody was told of, and no number stands in the database', async () => {
  expect(rooms.faults).toEqual([]);
  const rows = await rooms.database.query<{ text: string }>(
    `select card::text || redemption::text as text from processors.card join processors.redemption using (card)`,
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => /70000000000\d{5}/.test(row.text))).toEqual([]);
});
