import { addSeconds, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { formatQuantity, parseQuantity, type QuantityRefusal } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { keyedDigests } from '../../platform/keys.ts';
import { enquire } from './enquire.ts';
import { keepCard, keeperOf, type KeeperRefusal, type KeptElsewhere } from './keep-card.ts';
import { openPort, TILL_PATIENCE_SECONDS } from './open-port.ts';
import { outsideReference } from './outside-reference.ts';
import type { ProcessorPort } from './port.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { PaymentName, Redemption } from './redemption.ts';
import { keepBalance, pollFrom } from './store/card.ts';
import { beginAsking, beginAskingAgain, findByReference, moveOn, type RedemptionChange } from './store/redemption.ts';

export type RedeemInput = {
  readonly card: string;
  /** A decimal in the processor's unit, and the unit's code, which must be that one. */
  readonly amount: string;
  readonly currency: string;
  readonly pin?: string | undefined;
  /** Whether less is taken where the card has no more: by the caller's wish, where the processor's settings leave it to him. */
  readonly short?: 'decline' | 'partial' | undefined;
};

export type RedeemOutcome =
  | Ok<{ readonly redemption: Redemption; readonly repeated: boolean }>
  | KeeperRefusal
  | QuantityRefusal
  | Refusal<
      | 'operation.reference_reused'
      | 'operation.voided_before'
      | 'processors.payment.currency_differs'
      | 'processors.payment.nothing'
      | 'processors.payment.not_asked'
      | 'processors.processor.reads_only'
      | 'processors.card.unknown'
      | 'processors.balance.not_fresh'
    >;

/** Beyond the processor's own time: a process that has not written down by then what came of it is dead. */
const DYING_SECONDS = 30;
const SHOWN_POLL_SECONDS = 300;

/**
 * Passes a payment through. What is asked is written down before it is asked, and what came of it after: whoever dies in between
 * leaves a payment of unknown outcome, which is found out. The same name again gives what became of it, and asks again only for what
 * the processor never heard of. A processor that lets nothing through is asked for the balance, and the payment refused. Where a part is
 * taken, `amount` of what is given says how much was paid.
 */
export async function redeem(deps: ProcessorDeps, name: PaymentName, input: RedeemInput): Promise<RedeemOutcome> {
  const kept = await keeperOf(deps, name.tenant, input.card);
  if (!kept.ok) return kept;
  const amount = amountOf(deps, kept, input);
  if (!amount.ok) return amount;
  const { processor, number } = kept;
  const port = openPort(deps, processor, TILL_PATIENCE_SECONDS);
  if (port.redeem === undefined) return showOnly(deps, name.tenant, input.card);
  const begun = await begin(deps, name, kept, amount.value, input.short ?? 'decline');
  if (!begun.ok || begun.repeated) return begun;
  const { redemption } = begun;
  const reference = outsideReference(deps.tokens, redemption);
  const askedAt = deps.clock.now();
  const { isPartial } = redemption;
  const told = await port.redeem({ card: number, amount: amount.value, reference, pin: input.pin, isPartial });
  const now = deps.clock.now();
  const moved = await moveOn(deps.database, redemption, changeBy(told, now), now);
  if (told.outcome === 'yes' && told.balance !== undefined) {
    await keepBalance(deps.database, redemption.card, told.balance, askedAt);
  }
  await pollFrom(deps.database, redemption.card, now);
  if (told.outcome === 'not_sent') return refuse('processors.payment.not_asked', { reason: told.reason });
  // Not moved: somebody took it for dead, and is finding out what became of it.
  return { ok: true, redemption: moved ?? (await findByReference(deps.database, name)) ?? redemption, repeated: false };
}

type Told = Awaited<ReturnType<NonNullable<ProcessorPort['redeem']>>>;

const changeBy = (told: Told, now: Instant): RedemptionChange => {
  switch (told.outcome) {
    case 'yes':
      return { state: 'approved', outsideId: told.outsideId, balance: told.balance, amount: told.paid };
    case 'no':
      return { state: 'declined', reason: told.reason };
    case 'not_sent':
      return { state: 'not_sent', reason: told.reason };
    case 'unknown':
      return { state: 'unknown', reason: told.reason, nextAttemptAt: now };
  }
};

type AmountOutcome =
  | Ok<{ readonly value: bigint }>
  | QuantityRefusal
  | Refusal<'processors.payment.currency_differs' | 'processors.payment.nothing'>;

function amountOf(deps: ProcessorDeps, { processor }: KeptElsewhere, input: RedeemInput): AmountOutcome {
  const unit = deps.programs.settings().unit(processor.unit);
  if (input.currency !== unit.code) return refuse('processors.payment.currency_differs', { currency: unit.code });
  const read = parseQuantity(input.amount, unit.decimals);
  if (read.ok && read.value === 0n) return refuse('processors.payment.nothing');
  return read;
}

/** Writes down that the payment is asked for, or finds what became of it. */
async function begin(
  deps: ProcessorDeps,
  name: PaymentName,
  { processor, number }: KeptElsewhere,
  amount: bigint,
  short: 'decline' | 'partial',
): Promise<RedeemOutcome> {
  const now = deps.clock.now();
  // Newest key first; an older one may have written what is there already.
  const wish = short === 'partial' ? '/partial' : '';
  const contents = keyedDigests(
    deps.keys,
    `${processor.processor}/${number}/${amount}${wish}`,
    'processors.redemption',
  );
  const partial = processor.service.redeem?.partial;
  const isPartial = partial !== undefined && (partial.policy === 'always' || short === 'partial');
  const [content] = contents;
  const seconds = Math.ceil(processor.timeoutMs / 1_000) + TILL_PATIENCE_SECONDS + DYING_SECONDS;
  const attemptUntil = addSeconds(now, seconds);
  const written = await deps.database.transaction(async (tx) => {
    const { card } = await keepCard(deps, tx, processor, number);
    return beginAsking(tx, name, {
      amount,
      isPartial,
      content,
      processor: processor.processor,
      card,
      askedAt: now,
      attemptUntil,
    });
  });
  if (written) return { ok: true, redemption: written, repeated: false };
  const known = (await findByReference(deps.database, name))!;
  if (known.state === 'voided') return refuse('operation.voided_before');
  if (!contents.some((one) => one.equals(known.content))) return refuse('operation.reference_reused');
  if (known.state !== 'not_sent') return { ok: true, redemption: known, repeated: true };
  const again = await beginAskingAgain(deps.database, known.redemption, attemptUntil, now);
  if (again) return { ok: true, redemption: again, repeated: false };
  return { ok: true, redemption: (await findByReference(deps.database, name))!, repeated: true };
}

async function showOnly(deps: ProcessorDeps, tenant: number, card: string): Promise<RedeemOutcome> {
  const shown = await enquire(deps, tenant, card);
  if (!shown.ok) {
    if (shown.refusal !== 'processors.balance.not_told') return shown as RedeemOutcome;
    return refuse('processors.balance.not_fresh', shown.facts);
  }
  // Whoever pays at a terminal of the processor's own does so in the next minutes.
  await pollFrom(deps.database, shown.card, addSeconds(deps.clock.now(), SHOWN_POLL_SECONDS));
  const { decimals, code } = deps.programs.settings().unit(shown.processor.unit);
  const facts = { balance: `${formatQuantity(shown.balance, decimals)} ${code}`, as_of: isoFromInstant(shown.asOf) };
  return shown.isFresh
    ? refuse('processors.processor.reads_only', facts)
    : refuse('processors.balance.not_fresh', { ...facts, reason: shown.reason });
}
