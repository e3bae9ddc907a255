import type { z } from 'zod';
import type {
  processorBalanceSchema,
  processorDiscrepancySchema,
  processorPaymentSchema,
  processorSchema,
} from '../../../../../contract/processors.ts';
import { isoFromInstant, MICROSECONDS_PER_SECOND } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { ProcessorShown } from '../create-processors.ts';
import { DISCREPANCY, type Discrepancy } from '../discrepancy.ts';
import type { Enquired } from '../enquire.ts';
import { outsideReference } from '../outside-reference.ts';
import { isOpen, type Redemption } from '../redemption.ts';
import type { ProcessorRouteDeps } from './room-endpoint.ts';

// Discrepancies stand in no lane.
const NO_LANE = 0;

const masked = (lastFour: string): string => `••••${lastFour}`;

/** A processor as the API shows it: of its secret headers only the names. */
export function processorBody(
  { programs }: Pick<ProcessorRouteDeps, 'programs'>,
  { processor, secretNames, state }: ProcessorShown,
): z.input<typeof processorSchema> {
  return {
    code: processor.code,
    unit: programs.settings().unit(processor.unit).code,
    service: processor.service as z.input<typeof processorSchema>['service'],
    secretHeaders: [...secretNames],
    perMinute: processor.perMinute,
    pollHours: processor.pollHours,
    timeoutMs: processor.timeoutMs,
    state: processor.state,
    changedAt: isoFromInstant(processor.changedAt),
    ...(processor.answeredAt !== undefined && { answeredAt: isoFromInstant(processor.answeredAt) }),
    failures: processor.failures,
    ...(processor.lastError !== '' && { lastError: processor.lastError }),
    passesPayments: processor.service.redeem !== undefined,
    cards: Number(state.cards),
    overdue: Number(state.overdue),
    uncertain: Number(state.uncertain),
    ...(state.oldestUncertainAt !== undefined && { oldestUncertainAt: isoFromInstant(state.oldestUncertainAt) }),
    openDiscrepancies: Number(state.discrepancies),
  };
}

/** A balance with its age. */
export function balanceBody(
  { programs, processors }: ProcessorRouteDeps,
  { processor, lastFour, balance, asOf, isFresh, reason }: Enquired,
): z.input<typeof processorBalanceSchema> {
  const unit = programs.settings().unit(processor.unit);
  return {
    processor: processor.code,
    masked: masked(lastFour),
    balance: formatQuantity(balance, unit.decimals),
    unit: unit.code,
    asOf: isoFromInstant(asOf),
    ageSeconds: Math.max(0, Math.floor((processors.now() - asOf) / MICROSECONDS_PER_SECOND)),
    fresh: isFresh,
    ...(reason !== '' && { reason }),
  };
}

/** A payment as it stands. One that was voided before it came has nothing but its name. */
export async function paymentBody(
  { processors, programs, tokens }: ProcessorRouteDeps,
  redemption: Redemption,
  repeated: boolean,
): Promise<z.input<typeof processorPaymentSchema>> {
  const common = {
    id: outsideReference(tokens, redemption),
    state: redemption.state,
    certain: !isOpen(redemption),
    repeated,
    ...(redemption.reason !== '' && { reason: redemption.reason }),
    askedAt: isoFromInstant(redemption.askedAt),
    stateAt: isoFromInstant(redemption.stateAt),
  };
  if (redemption.state === 'voided') return common;
  const { processor, lastFour, refunds } = await processors.show(redemption);
  const unit = programs.settings().unit(processor.unit);
  return {
    ...common,
    processor: processor.code,
    masked: masked(lastFour),
    amount: formatQuantity(redemption.amount, unit.decimals),
    ...(redemption.amount !== redemption.asked && { asked: formatQuantity(redemption.asked, unit.decimals) }),
    unit: unit.code,
    ...(redemption.balance !== undefined && { balance: formatQuantity(redemption.balance, unit.decimals) }),
    ...(refunds.length > 0 && {
      refunds: refunds.map(({ amount, state, reason, stateAt }) => ({
        amount: formatQuantity(amount, unit.decimals),
        state,
        ...(reason !== '' && { reason }),
        at: isoFromInstant(stateAt),
      })),
    }),
  };
}

/** A discrepancy as the API shows it. */
export const discrepancyBody = (
  tokens: Tokens,
  found: Discrepancy,
  processor: string,
): z.input<typeof processorDiscrepancySchema> => ({
  id: tokens.encode(DISCREPANCY, NO_LANE, found.discrepancy),
  processor,
  masked: masked(found.lastFour),
  kind: found.kind,
  facts: { ...found.facts },
  state: found.state,
  ...(found.note !== '' && { note: found.note }),
  foundAt: isoFromInstant(found.foundAt),
  seenAt: isoFromInstant(found.seenAt),
  ...(found.closedAt !== undefined && { closedAt: isoFromInstant(found.closedAt) }),
});

/** The discrepancy that a name means. */
export const discrepancyNamed = (tokens: Tokens, name: string): bigint | undefined =>
  tokens.decode(DISCREPANCY, name)?.id;
