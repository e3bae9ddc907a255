import { MICROSECONDS_PER_DAY, instant, type Instant } from '../../kernel/instant.ts';
import { Desk, Facts, NeedsFacts } from '../../platform/lanes/index.ts';
import { ACCOUNT_KINDS, type Accounts, type JournalEntry, type ProgramAccounts } from '../ledger/index.ts';
import { decideAct, emptyMemory, type Act, type Books, type Memory } from './fake-books.ts';
import { openDebtSheet } from './store/debt.ts';
import { openHoldSheet } from './store/hold.ts';
import { endingsSheet } from './store/endings.ts';
import { openShelf, originSheet, pendingShelf } from './store/lot.ts';
import { accountSheet } from './store/wallet.ts';
import type { Wallet } from './wallet.ts';

export const START = instant(1_767_225_600_000_000);
const UNIT = 7;
export const accountOfKind = Object.fromEntries(
  ACCOUNT_KINDS.map((kind, at) => [kind, BigInt(4_096 * 1_000 + at * 4_096)]),
);
const accounts = { of: () => ({ ...accountOfKind, unit: UNIT }) as unknown as ProgramAccounts } as unknown as Accounts;
const books: Books = {
  accounts,
  holders: [
    { lane: 1, owner: 4_096n, tenant: 1 },
    { lane: 1, owner: 8_192n, tenant: 1 },
    { lane: 2, owner: 12_288n, tenant: 1 },
  ],
  type: { walletType: 1, program: 1, unit: UNIT },
};

/** Books in memory: every row that ever was is at hand, so whatever is asked for and not known does not exist. */
export class MemoryBooks {
  readonly facts = new Facts();
  readonly upto = new Map([
    [1, 0n],
    [2, 0n],
  ]);
  readonly entries: JournalEntry[] = [];
  readonly memory: Memory = emptyMemory(START);

  do(act: Act): void {
    if (act.does === 'wait') {
      this.memory.at = (this.memory.at + act.days * MICROSECONDS_PER_DAY) as Instant;
      return;
    }
    for (;;) {
      const desk = new Desk<JournalEntry>(this.facts, this.upto, this.memory.at);
      try {
        const done = decideAct(desk, books, this.memory, act);
        if (typeof done !== 'function') return;
        for (const [lane, seq] of desk.close()) this.upto.set(lane, seq);
        this.facts.accept(desk.puts);
        this.entries.push(...desk.entries);
        done();
        return;
      } catch (error) {
        if (!(error instanceof NeedsFacts)) throw error;
        for (const { sheet, key } of error.wants) this.facts.fill(sheet, key as never, this.#nothing(sheet, key));
      }
    }
  }

  #nothing(sheet: unknown, key: unknown): unknown {
    if (sheet === endingsSheet) return { groups: [], isAll: true };
    if (sheet === openShelf || sheet === pendingShelf) return { horizon: undefined };
    if (sheet === openHoldSheet || sheet === openDebtSheet || sheet === originSheet) return true;
    return sheet === accountSheet ? { ...(key as object), wallets: [] } : undefined;
  }

  /** Books several acts, one after another. */
  play(...acts: readonly Act[]): this {
    for (const act of acts) this.do(act);
    return this;
  }

  /** The one wallet of a holder. */
  wallet(who: number): Wallet {
    const { lane, owner } = books.holders[who];
    return this.facts.peek(accountSheet, { lane, owner })!.wallets[0];
  }

  wallets(): Wallet[] {
    return this.facts.all(accountSheet).flatMap((account) => account.wallets);
  }
}
