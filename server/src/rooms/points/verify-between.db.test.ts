import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { instant } from '../../kernel/instant.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import { want, type Operation, type Plan } from '../../platform/lanes/index.ts';
import { movements, type JournalEntry } from '../ledger/index.ts';
import { openBooking, walletOfType } from './booking.ts';
import { appendFakeEntry } from './fake-books.ts';
import { openFakeMachine, type FakeMachine } from './fake-machine.ts';
import { accountSheet } from './store/wallet.ts';
import { takeFromLots } from './take.ts';
import { verifyJournal } from './verify.ts';

let fresh: FreshDatabase;
let books: FakeMachine;
beforeEach(async () => {
  fresh = await freshDatabase();
  books = await openFakeMachine(fresh.database, instant(1_767_225_600_000_000), { lanes: 1, holders: 2 });
});
afterEach(async () => {
  await books.stop();
  await fresh.drop();
});

/** Sends points out of their lane to nobody: what a program with a mistake in it would write, chained and balanced. */
const sendToNobody: Operation<bigint, Plan, string, string, JournalEntry> = {
  kind: 'fake.departure',
  async resolve(_amount, look) {
    const owner = await look.owner(books.holders[0]);
    assert(owner, 'the holder is there');
    return { owners: [owner], wants: [want(accountSheet, owner)] };
  },
  decide(amount, _plan, desk) {
    const [who] = books.holders;
    const wallet = walletOfType(desk, who, books.type);
    const booking = openBooking(desk, books.accounts, who.lane, books.memory.at);
    booking.postings.push(...movements.departure(books.accounts.of(1, 1), wallet.wallet, amount));
    takeFromLots(booking, wallet, amount);
    appendFakeEntry(booking, 'fake.departure', who);
    return { ok: true, lane: booking.lane, seq: booking.seq, record: '' };
  },
  present: () => '',
};

test('what left a lane and arrived nowhere is found, and the operation named that sent it', async () => {
  await books.do({ does: 'accrue', who: 0, amount: 10n, startsIn: 0, livesFor: 'ever' });
  await books.machine.submit(sendToNobody, { tenant: books.tenant, input: 4n });
  expect((await verifyJournal(fresh.database)).problem).toMatchObject({
    seq: 2n,
    table: 'ledger.posting',
    what: 'what this operation sent between lanes has not arrived in full',
    found: '4',
  });
  // One lane alone cannot know.
  expect((await verifyJournal(fresh.database, { lane: books.holders[0].lane })).problem).toBeUndefined();
});
