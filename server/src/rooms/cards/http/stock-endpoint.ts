import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation, type NameRefusal } from '../../members/index.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Batch } from '../batch.ts';
import type { Asked } from '../card-deps.ts';
import type { CardRouteDeps } from './room-endpoint.ts';

const BATCH_PREFIX = 'cbat';
const NO_LANE = 0;
// Limits are in ten-thousandths of a point.
const POINT_DECIMALS = 4;

export const TAGS = ['card stock'];
export const MAKE = 'cards:make';
/** Whoever may download what a printer gets holds every number and PIN of a batch in his hands. */
export const PRINT = 'cards:print';

/** What may be refused wherever something is asked for under a reference. */
export const ASKED_REFUSALS = [
  ...NAME_REFUSALS,
  'operation.reference_reused',
  'programs.tenant.not_for_bound',
] as const;
export const BATCH_REFUSALS = [
  'cards.batch.unknown',
  'cards.batch.unfit_state',
  'programs.tenant.not_for_bound',
] as const;

/** Refuses whoever is bound: ranges, batches and blocks of many cards belong to the whole tenant. */
export const refuseBound = (principal: Principal): Refusal<'programs.tenant.not_for_bound'> | undefined =>
  speaksForTenant(principal) ? undefined : refuse('programs.tenant.not_for_bound');

/** Who asks, under which name. Refuses a bound credential and a request without reference. */
export function askedBy(
  principal: Principal,
  inBody: string | undefined,
  inHeader: string | undefined,
): Ok<{ readonly asked: Asked }> | Refusal<NameRefusal | 'programs.tenant.not_for_bound'> {
  const bound = refuseBound(principal);
  if (bound) return bound;
  const named = nameOperation(principal, FAMILY.card, inBody, inHeader);
  if (!named.ok) return named;
  const { space, reference } = named.name;
  return { ok: true, asked: { ...doneBy(principal), space, reference } };
}

/** Who asks for an approval. */
export const actorOf = ({ person, credential, session }: Principal): Actor => ({ person, credential, session });

/** Who acts, as stock keeps it and as the audit chain does. */
export const doneBy = (principal: Principal): { tenant: number; by: bigint; actor: Actor } => ({
  ...{ tenant: principal.tenant, by: principal.credential, actor: actorOf(principal) },
});

export const batchToken = ({ tokens }: Pick<CardRouteDeps, 'tokens'>, batch: bigint): string =>
  tokens.encode(BATCH_PREFIX, NO_LANE, batch);

/** The batch that a name means; 0, which no batch has, for one that means none. */
export const batchOfToken = ({ tokens }: Pick<CardRouteDeps, 'tokens'>, name: string): bigint =>
  tokens.decode(BATCH_PREFIX, name)?.id ?? 0n;

/** A batch as the API shows it. */
export const batchBody = (deps: Pick<CardRouteDeps, 'tokens' | 'cards'>, one: Batch) => ({
  batch: batchToken(deps, one.batch),
  range: deps.cards.settings().range(one.range).code,
  quantity: one.quantity,
  made: one.made,
  source: one.source,
  state: one.state,
  ...(one.givenUpBecause && { givenUpBecause: one.givenUpBecause }),
  stage: one.stage,
  print: one.print.state,
  ...(one.print.sha256 && { printChecksum: one.print.sha256.toString('hex') }),
  requestedAt: isoFromInstant(one.requestedAt),
  ...(one.releasedAt !== undefined && { releasedAt: isoFromInstant(one.releasedAt) }),
});

type LimitsTold = { readonly usesPerDay?: number | undefined; readonly spendPerDay?: string | undefined };

/** Limits as told, in the finest points. Refuses points that are no positive quantity. */
export function readLimits(
  told: LimitsTold | undefined,
): Ok<{ readonly limits: { usesPerDay: number | undefined; spendPerDay: bigint | undefined } }> | Refusal {
  if (told?.spendPerDay === undefined)
    return { ok: true, limits: { usesPerDay: told?.usesPerDay, spendPerDay: undefined } };
  const spend = parseQuantity(told.spendPerDay, POINT_DECIMALS);
  if (!spend.ok) return spend;
  if (spend.value <= 0n) return refuse('cards.limit.malformed');
  return { ok: true, limits: { usesPerDay: told.usesPerDay, spendPerDay: spend.value } };
}

/** Limits as the API shows them; nothing where there are none. */
export const limitsBody = (limits: { usesPerDay?: number | undefined; spendPerDay?: bigint | undefined }) =>
  limits.usesPerDay === undefined && limits.spendPerDay === undefined
    ? {}
    : {
        limits: {
          ...(limits.usesPerDay !== undefined && { usesPerDay: limits.usesPerDay }),
          ...(limits.spendPerDay !== undefined && { spendPerDay: formatQuantity(limits.spendPerDay, POINT_DECIMALS) }),
        },
      };
