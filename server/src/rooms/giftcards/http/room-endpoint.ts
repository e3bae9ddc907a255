import type { Refusal } from '../../../kernel/refusal.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { TILL_REFUSALS, type Partners, type Principal } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';
import type { Giftcards } from '../create-giftcards.ts';
import type { GiftDeps } from '../deps.ts';
import { AMOUNT_REFUSALS, PAYING_REFUSALS } from '../may-refuse.ts';

/** What the endpoints of this room stand on. */
export type GiftRouteDeps = GiftDeps & {
  readonly machine: LaneMachine<JournalEntry>;
  readonly programs: Programs;
  readonly partners: Partners;
  readonly giftcards: Giftcards;
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

/** What any act of a till may be refused for. */
export const ACT_REFUSALS = ['http.input.invalid', ...TILL_REFUSALS, 'partners.till.clock_wrong'] as const;

/** What a redemption or hold may be refused for. */
export const SPEND_REFUSALS = [...ACT_REFUSALS, ...AMOUNT_REFUSALS, ...PAYING_REFUSALS] as const;

/** What an act on an earlier operation may be refused for. */
export const ORIGINAL_REFUSALS = [
  ...ACT_REFUSALS,
  'giftcards.operation.unknown',
  'giftcards.operation.voided',
  'giftcards.card.not_of_program',
  'giftcards.card.unknown',
] as const;

/** Which refusals an operation gives is not in its type; the door holds them against the endpoint's list in tests. */
export const asRefusal = (refusal: Refusal): Refusal<never> => refusal as Refusal<never>;
