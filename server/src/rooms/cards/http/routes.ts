import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { blockCard, replaceCard, unblockCard } from './change-card.ts';
import { getCard } from './get-card.ts';
import { issueCard } from './issue-card.ts';
import type { CardRouteDeps } from './room-endpoint.ts';

/** The endpoints of this room. */
export const cardsRoutes = (deps: CardRouteDeps): readonly Endpoint<Principal>[] => [
  issueCard(deps),
  getCard(deps),
  blockCard(deps),
  unblockCard(deps),
  replaceCard(deps),
];
