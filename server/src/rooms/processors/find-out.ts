import { addSeconds, type Instant } from '../../kernel/instant.ts';
import { numberOf } from './keep-card.ts';
import { openPort, TILL_PATIENCE_SECONDS } from './open-port.ts';
import { outsideReference } from './outside-reference.ts';
import { isPaidAs, type Answer, type OutsidePayment, type ProcessorPort } from './port.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { Redemption } from './redemption.ts';
import { cardById, pollFrom } from './store/card.ts';
import { addFindings } from './store/history.ts';
import { processorById } from './store/processor.ts';
import { claimUncertain, moveOn, type RedemptionChange } from './store/redemption.ts';

/** Longer than any question of ours can be on its way. Only what is absent as long as that has not happened. */
export const ABSENT_SECONDS = 120;
const ABSENT_LOOK_SECONDS = 30;
const PAUSE_SECONDS_MIN = 5;
const PAUSE_SECONDS_MAX = 900;
const DYING_SECONDS = 60;
const AT_ONCE = 20;

/**
 * Takes payments that are uncertain one step further: undoes them, or looks whether they were made. Gives how many it looked at.
 * Several processes may do so at once, and whatever one leaves behind is due again a minute after its time.
 */
export async function findOut(deps: ProcessorDeps, only?: bigint): Promise<number> {
  const now = deps.clock.now();
  const until = addSeconds(now, DYING_SECONDS + 60);
  const claimed = await claimUncertain(deps.database, {
    now,
    until,
    limit: AT_ONCE,
    ...(only !== undefined && { only }),
  });
  await Promise.all(claimed.map((one) => findOutOne(deps, one).catch((error: unknown) => deps.onFailure?.(error))));
  return claimed.length;
}

async function findOutOne(deps: ProcessorDeps, redemption: Redemption): Promise<void> {
  const [processor, card] = await Promise.all([
    processorById(deps.database, redemption.processor),
    cardById(deps.database, redemption.card),
  ]);
  const port = openPort(deps, processor, TILL_PATIENCE_SECONDS);
  const payment: OutsidePayment = {
    card: numberOf(deps.keys, card),
    amount: redemption.amount,
    reference: outsideReference(deps.tokens, redemption),
    outsideId: redemption.outsideId,
  };
  const isUndone = redemption.state === 'reversing' || processor.service.onUnknown === 'reverse';
  const change = isUndone
    ? afterReverse(redemption, await reverse(port, payment), deps.clock.now())
    : afterLook(redemption, await look(port, payment, redemption.askedAt), deps.clock.now());
  const now = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    const moved = await moveOn(tx, redemption, change, now);
    // It was to be undone and stays paid: that is for a person, since nobody else will look at it again.
    if (moved?.state === 'approved' && redemption.state === 'reversing') {
      const facts = { payment: payment.reference, reason: change.reason ?? '' };
      await addFindings(tx, card, [{ kind: 'not_undone', subject: payment.reference, facts }], now);
    }
  });
  if (change.nextAttemptAt === undefined) await pollFrom(deps.database, redemption.card, now);
}

const reverse = (port: ProcessorPort, payment: OutsidePayment): Promise<Answer> =>
  port.reverse?.(payment) ?? Promise.resolve({ outcome: 'not_sent', reason: 'no_reverse' });

type Found = { readonly outsideId: string; readonly paid: bigint | undefined };

/** Asks for the payment itself, or looks for it in the history. */
async function look(port: ProcessorPort, payment: OutsidePayment, askedAt: Instant): Promise<Answer<Found>> {
  if (port.find) return port.find(payment);
  const told = await port.transactions(payment.card, addSeconds(askedAt, -86_400));
  if (told.outcome !== 'yes') return told;
  const lines = told.transactions.filter((one) => one.outsideReference === payment.reference);
  const sum = lines.reduce((total, one) => total + one.amount, 0n);
  if (sum >= 0n) return { outcome: 'no', reason: 'not_in_history' };
  return { outcome: 'yes', outsideId: lines[0].outsideId, paid: -sum };
}

const later = ({ attempts }: Redemption, now: Instant): Instant =>
  addSeconds(now, Math.min(PAUSE_SECONDS_MIN * 2 ** Math.min(attempts, 10), PAUSE_SECONDS_MAX));

function afterReverse(redemption: Redemption, answer: Answer, now: Instant): RedemptionChange {
  if (answer.outcome === 'yes') return { state: 'reversed' };
  if (answer.outcome === 'no') {
    // It was paid for certain, so that a no means that it stays paid.
    if (redemption.isDone) return { state: 'approved', reason: `not_undone: ${answer.reason}`.slice(0, 100) };
    return absent(redemption, 'reversing', answer.reason, now);
  }
  return { state: 'reversing', reason: answer.reason, nextAttemptAt: later(redemption, now) };
}

function afterLook(redemption: Redemption, answer: Answer<Found>, now: Instant): RedemptionChange {
  if (answer.outcome === 'yes') {
    const { outsideId } = answer;
    // Who took no part knows how much it was; otherwise only the processor does, and while it does not say, nobody is told anything.
    const paid = answer.paid ?? (redemption.isPartial ? undefined : redemption.amount);
    if (paid !== undefined && isPaidAs({ amount: redemption.asked, isPartial: redemption.isPartial }, paid))
      return { state: 'approved', outsideId, amount: paid };
    const reason = paid === undefined ? 'amount_unknown' : 'other_amount';
    return { state: 'unknown', reason, outsideId, nextAttemptAt: later(redemption, now) };
  }
  if (answer.outcome === 'no') return absent(redemption, 'unknown', answer.reason, now);
  return { state: 'unknown', reason: answer.reason, nextAttemptAt: later(redemption, now) };
}

/** Not there now; it may still be on its way, so it is looked for until nothing can be on its way any more. */
function absent(
  redemption: Redemption,
  state: 'unknown' | 'reversing',
  reason: string,
  now: Instant,
): RedemptionChange {
  const absentSince = redemption.absentSince ?? now;
  if (now >= addSeconds(absentSince, ABSENT_SECONDS)) return { state: 'not_done', reason };
  return { state, reason, absentSince, nextAttemptAt: addSeconds(now, ABSENT_LOOK_SECONDS) };
}
