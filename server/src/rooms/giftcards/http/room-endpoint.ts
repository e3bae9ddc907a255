import type { Refusal } from '../../../kernel/refusal.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Partners, Principal } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';
import type { Giftcards } from '../create-giftcards.ts';
import type { GiftDeps } from '../deps.ts';

/** What the endpoints of this room stand on. */
export type GiftRouteDeps = GiftDeps & {
  readonly machine: LaneMachine<JournalEntry>;
  readonly programs: Programs;
  readonly partners: Partners;
  readonly giftcards: Giftcards;
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

/** What a message of a till may be refused for: its reference and its sender. */
export const TILL_REFUSALS = [
  'operation.reference_missing',
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
  'partners.outlet.missing',
  'partners.outlet.not_found',
  'partners.outlet.closed',
  'partners.terminal.missing',
  'partners.terminal.not_found',
  'partners.terminal.not_of_credential',
  'partners.partner.suspended',
  'partners.terminal.suspended',
  'partners.terminal.may_not_request',
  'programs.program.closed',
] as const;

/** Money that cannot be read, or is none. */
export const AMOUNT_REFUSALS = [
  'kernel.quantity.malformed',
  'kernel.quantity.negative',
  'kernel.quantity.too_many_decimals',
  'kernel.quantity.too_large',
  'giftcards.amount.zero',
] as const;

/** What showing a card may be refused for. */
export const SHOWN_REFUSALS = [
  'guards.attempts.too_many',
  'kernel.card_number.malformed',
  'giftcards.card.unknown',
  'giftcards.card.kept_elsewhere',
  'giftcards.pin.missing',
  'giftcards.pin.wrong',
  'giftcards.pin.locked',
  'giftcards.card.replaced',
  'giftcards.card.not_of_program',
  'giftcards.card.not_active',
  'giftcards.card.closed',
  'cards.card.blocked',
  'cards.card.suspended',
] as const;

/** What a redemption or hold may be refused for. */
export const SPEND_REFUSALS = [
  ...TILL_REFUSALS,
  ...AMOUNT_REFUSALS,
  ...SHOWN_REFUSALS,
  'giftcards.card.insufficient',
  'giftcards.card.code_needed',
  'giftcards.rate.unknown',
] as const;

/** What an act on an earlier operation may be refused for. */
export const ORIGINAL_REFUSALS = [
  ...TILL_REFUSALS,
  'giftcards.operation.unknown',
  'giftcards.operation.voided',
  'giftcards.card.not_of_program',
  'giftcards.card.unknown',
] as const;

/** Which refusals an operation gives is not in its type; the door holds them against the endpoint's list in tests. */
export const asRefusal = (refusal: Refusal): Refusal<never> => refusal as Refusal<never>;
