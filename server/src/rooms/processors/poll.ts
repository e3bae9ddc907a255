import { randomInt } from 'node:crypto';
import { addSeconds, INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { compareHistory, inOrder, type Compared } from './compare-history.ts';
import { comparePayments, type CertainPayment } from './compare-payments.ts';
import type { Finding } from './discrepancy.ts';
import { numberOf } from './keep-card.ts';
import { openPort, POLL_PATIENCE_SECONDS } from './open-port.ts';
import { outsideReference } from './outside-reference.ts';
import type { ToldLine } from './port.ts';
import { refundReference } from './refund.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { OutsideCard, Processor } from './processor.ts';
import { cardById, keepPolled, keepPollFailed, lockOutsideCard } from './store/card.ts';
import { addFindings, addLines, knownLines } from './store/history.ts';
import { certainOfCard } from './store/redemption.ts';
import { refundedOfCard } from './store/refund.ts';

/** How far behind the newest line a history is asked for again: restatements come with a month's end. */
const OVERLAP_SECONDS = 35 * 86_400;
/** A payment is looked for in the history only when the processor has had that long to write it. */
const WRITTEN_SECONDS = 600;
const PAUSE_SECONDS_MIN = 60;
const PAUSE_SECONDS_MAX = 6 * 3_600;
const JITTER_PERCENT = 10;

type Told = {
  readonly balance: bigint;
  readonly at: Instant;
  readonly transactions: readonly ToldLine[];
  readonly from: Instant | undefined;
};

/**
 * Reads balance and history of one card, keeps what is new, and lists what does not fit. True when the processor answered. The next
 * poll is the processor's day later, give or take a tenth, so that a million cards that were known at one time do not stay together.
 */
export async function pollCard(
  deps: ProcessorDeps,
  processor: Processor,
  card: OutsideCard,
  claimedUntil: Instant,
): Promise<boolean> {
  const port = openPort(deps, processor, POLL_PATIENCE_SECONDS);
  const number = numberOf(deps.keys, card);
  const from = card.toldThrough === undefined ? undefined : addSeconds(card.toldThrough, -OVERLAP_SECONDS);
  const ask = async (): Promise<Told | { readonly isKnown: boolean }> => {
    const at = deps.clock.now();
    const balance = await port.balance(number);
    if (balance.outcome !== 'yes') return { isKnown: balance.outcome !== 'no' };
    const history = await port.transactions(number, from);
    return history.outcome === 'yes' ? { ...history, balance: balance.balance, at } : { isKnown: true };
  };
  let told = await ask();
  // Between the two questions somebody may have paid: what does not fit once is asked for again.
  if ('balance' in told && (await compared(deps, deps.database, { processor, card, told })).findings.some(isOfTime))
    told = await ask();
  if (!('balance' in told)) {
    const pause = Math.min(PAUSE_SECONDS_MIN * 2 ** Math.min(card.failures, 16), PAUSE_SECONDS_MAX);
    const isForgotten = !told.isKnown && card.balance === undefined;
    const again = isForgotten ? INSTANT_NEVER : addSeconds(deps.clock.now(), around(pause));
    await keepPollFailed(deps.database, card.card, again);
    return !told.isKnown;
  }
  await keep(deps, { processor, card, told }, claimedUntil);
  return true;
}

const isOfTime = ({ kind }: Finding): boolean => kind === 'balance_differs' || kind === 'gap';

const around = (seconds: number): number => {
  const tenth = Math.max(1, Math.floor((seconds * JITTER_PERCENT) / 100));
  return seconds + randomInt(-tenth, tenth + 1);
};

type Polled = { readonly processor: Processor; readonly card: OutsideCard; readonly told: Told };

async function compared(deps: ProcessorDeps, queries: Queries, { processor, card, told }: Polled): Promise<Compared> {
  const known = await knownLines(queries, card.card);
  const { decimals } = deps.programs.settings().unit(processor.unit);
  return compareHistory({
    known,
    told: told.transactions,
    from: told.from,
    toldThrough: card.toldThrough,
    balanceBefore: card.polledBalance,
    balance: told.balance,
    show: (amount) => formatQuantity(amount, decimals),
  });
}

async function keep(deps: ProcessorDeps, { processor, card, told }: Polled, claimedUntil: Instant): Promise<void> {
  const { decimals } = deps.programs.settings().unit(processor.unit);
  const now = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    await lockOutsideCard(tx, card.card);
    const current = await cardById(tx, card.card);
    const { fresh, findings } = await compared(deps, tx, { processor, card: current, told });
    await addLines(tx, card, fresh, now);
    const history = await knownLines(tx, card.card);
    const payments = await paymentsOf(deps, tx, { processor, card }, now);
    const show = (amount: bigint): string => formatQuantity(amount, decimals);
    await addFindings(tx, card, [...findings, ...comparePayments(payments, history, show)], now);
    await keepPolled(tx, card.card, {
      balance: told.balance,
      at: told.at,
      toldThrough: inOrder(told.transactions).at(-1)?.at,
      nextPollAt: addSeconds(now, around(processor.pollHours * 3_600)),
      claimedUntil,
    });
  });
}

/** Our payments on the card, where the processor tells which lines are ours. */
async function paymentsOf(
  deps: ProcessorDeps,
  queries: Queries,
  { processor, card }: Omit<Polled, 'told'>,
  now: Instant,
): Promise<CertainPayment[]> {
  if (processor.service.transactions.fields.reference === undefined) return [];
  const certain = await certainOfCard(queries, card.card, {
    from: addSeconds(now, -OVERLAP_SECONDS),
    until: addSeconds(now, -WRITTEN_SECONDS),
  });
  const refunded = await refundedOfCard(queries, card.card, {
    from: addSeconds(now, -OVERLAP_SECONDS),
    until: addSeconds(now, -WRITTEN_SECONDS),
  });
  return [
    ...certain.map((one) => ({
      reference: outsideReference(deps.tokens, one),
      amount: one.amount,
      isPaid: one.state === 'approved',
    })),
    ...refunded.map((one) => ({
      reference: refundReference(deps.tokens, one),
      amount: -one.amount,
      isPaid: true,
    })),
  ];
}
