import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { NAME_REFUSALS } from '../../members/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { Cards } from '../create-cards.ts';
import type { CardDeps } from '../present-card.ts';

/** What the endpoints of this room stand on. */
export type CardRouteDeps = Omit<CardDeps, 'settings'> & {
  readonly machine: LaneMachine<JournalEntry>;
  readonly cards: Cards;
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

/** What any change of a card may be refused for. */
export const CHANGE_REFUSALS: readonly string[] = [
  ...NAME_REFUSALS,
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
  'cards.card.unknown',
  'cards.card.unfit_state',
  'cards.card.gave_way',
];
