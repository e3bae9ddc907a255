import { addSeconds, isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Clock } from '../../../platform/clock.ts';

/** One line of the stand-in's books. Amounts in cents, with sign. */
export type StandInLine = {
  readonly id: string;
  readonly amount: bigint;
  readonly at: Instant;
  readonly kind: string;
  readonly after: bigint;
  readonly reference: string;
};

export type StandInAnswer = { readonly code: string } & Readonly<Record<string, unknown>>;

const decimal = (cents: bigint): string => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const PAGE_LINES = 20;

/** The books of the stand-in processor: honest unless it is told otherwise. */
export type StandInBooks = ReturnType<typeof createStandInBooks>;

/** Empty books. What they can be told to do wrong is what processors have done wrong. */
export function createStandInBooks(clock: Clock) {
  const cards = new Map<string, StandInLine[]>();
  const payments = new Map<string, { readonly card: string; readonly amount: bigint; isUndone: boolean }>();
  const undoneBefore = new Set<string>();
  let lastId = 0;
  let lie: bigint | undefined;
  let lieOfPaid: bigint | undefined;
  let forgetsReversals = false;

  const linesOf = (card: string): StandInLine[] => cards.get(card) ?? [];
  const balanceOf = (card: string): bigint => linesOf(card).reduce((sum, one) => sum + one.amount, 0n);

  const write = (card: string, amount: bigint, kind: string, reference = '', at = clock.now()): StandInLine => {
    const line = { id: `L${++lastId}`, amount, at, kind, after: balanceOf(card) + amount, reference };
    cards.set(card, [...linesOf(card), line]);
    return line;
  };

  const redeem = (card: string, asked: bigint, reference: string, takesPart: boolean): StandInAnswer => {
    if (!cards.has(card)) return { code: 'NO_CARD' };
    const known = payments.get(reference);
    const paid = (of: bigint) => ({ id: reference, balance: decimal(balanceOf(card)), paid: decimal(of) });
    if (known) return { code: known.isUndone ? 'UNDONE' : 'OK', ...paid(known.amount) };
    if (undoneBefore.has(reference)) return { code: 'UNDONE' };
    const there = balanceOf(card);
    if (there < asked && !(takesPart && there > 0n)) return { code: 'FUNDS', text: 'not enough' };
    const amount = there < asked ? there : asked;
    payments.set(reference, { card, amount, isUndone: false });
    write(card, -amount, 'PAY', reference);
    return { code: 'OK', ...paid(amount) };
  };

  const reverse = (reference: string): StandInAnswer => {
    const known = payments.get(reference);
    if (known?.isUndone) return { code: 'OK' };
    if (!known) {
      if (!forgetsReversals) undoneBefore.add(reference);
      return { code: 'NO_PAYMENT' };
    }
    known.isUndone = true;
    write(known.card, known.amount, 'UNDO', reference);
    return { code: 'OK' };
  };

  const refunds = new Set<string>();
  const refund = (payment: string, amount: bigint, reference: string): StandInAnswer => {
    const known = payments.get(payment);
    if (refunds.has(reference)) return { code: 'OK' };
    if (!known || known.isUndone) return { code: 'NO_PAYMENT' };
    const back = linesOf(known.card).filter((one) => one.kind === `BACK ${payment}`);
    if (back.reduce((sum, one) => sum + one.amount, amount) > known.amount) return { code: 'NO', text: 'too much' };
    refunds.add(reference);
    write(known.card, amount, `BACK ${payment}`, reference);
    return { code: 'OK' };
  };

  const find = (reference: string): StandInAnswer => {
    const known = payments.get(reference);
    return known?.isUndone === false
      ? { code: 'OK', id: reference, paid: decimal(lieOfPaid ?? known.amount) }
      : { code: 'NO_PAYMENT' };
  };

  const history = (card: string, from: string, cursor: string): StandInAnswer => {
    if (!cards.has(card)) return { code: 'NO_CARD' };
    const lines = linesOf(card).filter((one) => isoFromInstant(one.at) >= from);
    const start = Number(cursor === '' ? 0 : cursor);
    const items = lines.slice(start, start + PAGE_LINES).map((one) => ({
      id: one.id,
      amount: decimal(one.amount),
      at: isoFromInstant(one.at),
      kind: one.kind,
      after: decimal(one.after),
      ref: one.reference,
    }));
    return { code: 'OK', items, ...(start + PAGE_LINES < lines.length && { next: String(start + PAGE_LINES) }) };
  };

  return {
    /** What a question of the service does and says. */
    answer: (question: string, given: Readonly<Record<string, string>>, amount: bigint): StandInAnswer => {
      const { card = '', reference = '', payment = '', from = '', cursor = '' } = given;
      switch (question) {
        case 'balance':
          return cards.has(card) ? { code: 'OK', balance: decimal(lie ?? balanceOf(card)) } : { code: 'NO_CARD' };
        case 'history':
          return history(card, from, cursor);
        case 'redeem':
          return redeem(card, amount, reference, given['partial'] === 'YES');
        case 'reverse':
          return reverse(reference);
        case 'refund':
          return refund(payment, amount, reference);
        case 'find':
          return find(reference);
        default:
          return { code: 'WHAT' };
      }
    },
    open: (card: string): void => void cards.set(card, linesOf(card)),
    /** Something that happens at a terminal of the processor's own. `secondsAgo`: and is brought in late. */
    book: (card: string, cents: bigint, kind: string, secondsAgo = 0): StandInLine =>
      write(card, cents, kind, '', addSeconds(clock.now(), -secondsAgo)),
    balanceOf,
    linesOf: (card: string): readonly StandInLine[] => linesOf(card),
    /** Forgets a line, as if it had never been; the lines behind it keep their balances. */
    forget: (card: string, id: string): void =>
      void cards.set(
        card,
        linesOf(card).filter((one) => one.id !== id),
      ),
    /** Tells a line otherwise from now on. */
    restate: (card: string, id: string, change: Partial<Pick<StandInLine, 'amount' | 'kind' | 'at'>>): void =>
      void cards.set(
        card,
        linesOf(card).map((one) => (one.id === id ? { ...one, ...change } : one)),
      ),
    /** Says this balance to everybody until told otherwise. */
    lieAboutBalance: (cents: bigint | undefined): void => {
      lie = cents;
    },
    /** Says of every payment that is looked for that it was of so much, until told otherwise. */
    lieAboutPaid: (cents: bigint | undefined): void => {
      lieOfPaid = cents;
    },
    /** A reversal that comes before its payment is not remembered: the payment is made when it comes. */
    forgetReversals: (): void => {
      forgetsReversals = true;
    },
  };
}
