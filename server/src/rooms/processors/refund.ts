import { assert } from '../../kernel/assert.ts';
import { addSeconds, type Instant } from '../../kernel/instant.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Tx } from '../../platform/database/database.ts';
import { findOut } from './find-out.ts';
import { numberOf } from './keep-card.ts';
import { openPort, POLL_PATIENCE_SECONDS } from './open-port.ts';
import { outsideReference } from './outside-reference.ts';
import type { Answer, ProcessorPort } from './port.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { Redemption } from './redemption.ts';
import { cardById, pollFrom } from './store/card.ts';
import { addFindings } from './store/history.ts';
import { processorById } from './store/processor.ts';
import { findRedemption, moveOn } from './store/redemption.ts';
import { addRefund, claimDueRefunds, postpone, refundsOf, writeRefundEnd } from './store/refund.ts';

/** Value of a payment that goes back to its card. `due` until the processor has said yes or no. */
export type Refund = {
  readonly refund: bigint;
  readonly tenant: number;
  readonly redemption: bigint;
  readonly amount: bigint;
  readonly state: 'due' | 'refunded' | 'refused';
  readonly reason: string;
  readonly attempts: number;
  readonly stateAt: Instant;
};

/** `source` says for what it is, unique for the payment. The amount in smallest steps of the processor's unit. */
export type NewRefund = Pick<Refund, 'tenant' | 'redemption' | 'amount'> & { readonly source: string };

const PREFIX = 'prf';
const NO_LANE = 0;
const AT_ONCE = 20;
const DYING_SECONDS = 60;
const PAUSE_SECONDS_MIN = 5;
const PAUSE_SECONDS_MAX = 900;

/** A refund's name at the processor, the same in every attempt. */
export const refundReference = (tokens: Tokens, { refund }: Pick<Refund, 'refund'>): string =>
  tokens.encode(PREFIX, NO_LANE, refund);

/** Writes down, with what it follows from, that value goes back to a card. Nobody is asked before that has committed. */
export const refundLater = (deps: Pick<ProcessorDeps, 'clock'>, tx: Tx, refund: NewRefund): Promise<void> =>
  addRefund(tx, refund, deps.clock.now());

/**
 * Brings refunds that are due to their cards and gives how many it looked at. What the processor did not answer is asked again under
 * the same name, so it is given once; what it refuses becomes a discrepancy, since somebody is owed the money.
 */
export async function refundDue(deps: ProcessorDeps): Promise<number> {
  const now = deps.clock.now();
  const claimed = await claimDueRefunds(deps.database, {
    now,
    until: addSeconds(now, DYING_SECONDS + POLL_PATIENCE_SECONDS + 60),
    limit: AT_ONCE,
  });
  await Promise.all(claimed.map((one) => refundOne(deps, one).catch((error: unknown) => deps.onFailure?.(error))));
  return claimed.length;
}

async function refundOne(deps: ProcessorDeps, refund: Refund): Promise<void> {
  const redemption = await findRedemption(deps.database, refund.tenant, refund.redemption);
  assert(redemption && redemption.card !== 0n, 'a refund is of a payment');
  const [processor, card] = await Promise.all([
    processorById(deps.database, redemption.processor),
    cardById(deps.database, redemption.card),
  ]);
  const answer = await bringBack(deps, openPort(deps, processor, POLL_PATIENCE_SECONDS), refund, redemption, () =>
    numberOf(deps.keys, card),
  );
  const now = deps.clock.now();
  if (answer.outcome === 'not_sent' || answer.outcome === 'unknown') {
    const pause = Math.min(PAUSE_SECONDS_MIN * 2 ** Math.min(refund.attempts, 10), PAUSE_SECONDS_MAX);
    return postpone(deps.database, refund.refund, answer.reason, addSeconds(now, pause));
  }
  const reference = refundReference(deps.tokens, refund);
  await deps.database.transaction(async (tx) => {
    if (answer.outcome === 'yes') {
      await writeRefundEnd(tx, refund.refund, { state: 'refunded', reason: '' }, now);
      return;
    }
    if (!(await writeRefundEnd(tx, refund.refund, { state: 'refused', reason: answer.reason }, now))) return;
    const facts = { payment: outsideReference(deps.tokens, redemption), refund: reference, reason: answer.reason };
    await addFindings(tx, card, [{ kind: 'refund_refused', subject: reference, facts }], now);
  });
  await pollFrom(deps.database, redemption.card, now);
}

/** Asks for the refund; where the processor has no such question, the whole of a payment is undone instead. */
async function bringBack(
  deps: ProcessorDeps,
  port: ProcessorPort,
  refund: Refund,
  redemption: Redemption,
  number: () => ReturnType<typeof numberOf>,
): Promise<Answer> {
  if (redemption.state === 'reversed') return { outcome: 'yes' };
  if (redemption.state === 'reversing') return { outcome: 'unknown', reason: 'being undone' };
  if (redemption.state !== 'approved') return { outcome: 'no', reason: `payment is ${redemption.state}` };
  const all = await refundsOf(deps.database, redemption.redemption);
  const given = all.reduce((sum, one) => (one.state === 'refunded' ? sum + one.amount : sum), 0n);
  if (given + refund.amount > redemption.amount) return { outcome: 'no', reason: 'more than was paid' };
  if (port.refund) {
    return port.refund({
      card: number(),
      amount: refund.amount,
      reference: refundReference(deps.tokens, refund),
      payment: outsideReference(deps.tokens, redemption),
      outsideId: redemption.outsideId,
    });
  }
  if (!port.reverse || refund.amount !== redemption.amount) return { outcome: 'no', reason: 'no_refund' };
  // It was refused before: asking again and again would not change that.
  if (redemption.reason.startsWith('not_undone')) return { outcome: 'no', reason: redemption.reason };
  const now = deps.clock.now();
  await moveOn(deps.database, redemption, { state: 'reversing', nextAttemptAt: now }, now);
  await findOut(deps, redemption.redemption);
  return { outcome: 'unknown', reason: 'being undone' };
}
