import type { Instant } from '../../kernel/instant.ts';
import type { Database } from '../../platform/database/database.ts';
import {
  createLaneMachine,
  openLane,
  openOwner,
  ownerSheet,
  referenceSheet,
  want,
  type LaneMachine,
  type Operation,
  type Outcome,
  type Plan,
} from '../../platform/lanes/index.ts';
import { createAccounts, journalWriter, recordSheet, type JournalEntry } from '../ledger/index.ts';
import { decideAct, emptyMemory, holdersOf, type Act, type Books, type Holder, type Memory } from './fake-books.ts';
import { debtSheet } from './store/debt.ts';
import { holdSheet } from './store/hold.ts';
import { lotSheet } from './store/lot.ts';
import { accountSheet } from './store/wallet.ts';

/** Books in a real database, moved by the real machine. */
export type FakeMachine = Books & {
  readonly machine: LaneMachine<JournalEntry>;
  readonly memory: Memory;
  readonly tenant: number;
  /** Books an act; waiting only moves the clock. */
  do(act: Act): Promise<Outcome<unknown>>;
  stop(): Promise<void>;
};

type Input = { readonly act: Exclude<Act, { does: 'wait' }>; readonly remember: (done: () => void) => void };

/** Makes a tenant with lanes, holders spread over them, accounts and one wallet type, and starts a machine over the points' sheets. */
export async function openFakeMachine(
  database: Database,
  start: Instant,
  options: { lanes?: number; holders?: number } = {},
): Promise<FakeMachine> {
  const { lanes = 2, holders: count = 3 } = options;
  const [{ tenant }] = await database.query<{ tenant: number }>(
    `insert into programs.tenant (code, name, default_country, opened_at) values ('fake', 'Fake', 'ES', '2026-01-01Z') returning tenant_id as tenant`,
  );
  for (let made = 0; made < lanes; made++) await openLane(database, tenant);
  const holders: Holder[] = [];
  for (let made = 0; made < count; made++) holders.push({ ...(await openOwner(database, tenant, 'member')), tenant });
  const type = { walletType: 1, program: 1, unit: 1 };
  const accounts = createAccounts(database);
  await database.transaction((tx) => accounts.open(tx, tenant, type.program, type.unit));
  await accounts.refresh();

  const memory = emptyMemory(start);
  const books: Books = { accounts, holders, type };
  const operation: Operation<Input, Plan, string, string, JournalEntry> = {
    kind: 'fake.act',
    async resolve({ act }, look) {
      const owners = await Promise.all(holdersOf(books, act).map((one) => look.owner(one)));
      return { owners: owners.map((one) => ({ ...one! })), wants: owners.map((one) => want(accountSheet, one!)) };
    },
    decide({ act, remember }, _plan, desk) {
      const done = decideAct(desk, books, memory, act);
      if (typeof done !== 'function') return done;
      remember(done);
      const [last] = desk.entries.slice(-1);
      return { ok: true, lane: last?.lane ?? 0, seq: last?.seq ?? 0n, record: act.does };
    },
    present: (record) => record,
  };
  const machine = createLaneMachine<JournalEntry>(database, {
    journal: journalWriter,
    records: recordSheet,
    sheets: [ownerSheet, referenceSheet, accountSheet, lotSheet, holdSheet, debtSheet] as never,
  });
  return {
    ...books,
    machine,
    memory,
    tenant,
    async do(act) {
      if (act.does === 'wait') {
        memory.at = (memory.at + act.days * 86_400_000_000) as Instant;
        return { ok: true, repeated: false, answer: 'waited' };
      }
      let booked: (() => void) | undefined;
      const outcome = await machine.submit(operation, { tenant, input: { act, remember: (done) => (booked = done) } });
      if (outcome.ok) booked?.();
      return outcome;
    },
    stop: () => machine.stop(),
  };
}
