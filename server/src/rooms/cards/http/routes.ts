import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import type { BatchSlots } from './batch-links.ts';
import { abandonCardBatch, getCardBatch, listCardBatches, orderCardBatch, releaseCardBatch } from './batches.ts';
import { blockCard, replaceCard, unblockCard } from './change-card.ts';
import { changePin } from './change-pin.ts';
import { destroyCards, recordCardCustody } from './custody.ts';
import { getCard } from './get-card.ts';
import { issueCard } from './issue-card.ts';
import { downloadPrint, requestPrintRelease } from './print.ts';
import { closeCardRange, listCardRanges, openCardRange } from './ranges.ts';
import type { CardRouteDeps } from './room-endpoint.ts';
import { liftCardSuspension, listCardSuspensions, suspendManyCards } from './suspensions.ts';

export { makingRoutes } from '../making/http/routes.ts';

/** The endpoints of this room. */
export const cardsRoutes = (deps: CardRouteDeps & BatchSlots): readonly Endpoint<Principal>[] => [
  issueCard(deps),
  getCard(deps),
  blockCard(deps),
  unblockCard(deps),
  replaceCard(deps),
  changePin(deps),
  openCardRange(deps),
  listCardRanges(deps),
  closeCardRange(deps),
  orderCardBatch(deps),
  listCardBatches(deps),
  getCardBatch(deps),
  releaseCardBatch(deps),
  abandonCardBatch(deps),
  recordCardCustody(deps),
  destroyCards(deps),
  requestPrintRelease(deps),
  downloadPrint(deps),
  suspendManyCards(deps),
  listCardSuspensions(deps),
  liftCardSuspension(deps),
];
