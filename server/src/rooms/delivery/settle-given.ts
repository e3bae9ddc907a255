import type { DeliveryDeps } from './deps.ts';
import { findUnsettled, settleHolding, type Holding } from './store/holding.ts';

/**
 * Gives a card that changed hands its new number, so that a screenshot of who gave it is worth nothing. Once per holding, however
 * often it is tried; until it has happened nobody is shown the card. A refusal leaves it for the job, which tries again.
 */
export async function settleGiven(deps: DeliveryDeps, holding: Holding): Promise<boolean> {
  const outcome = await deps.giftCards.renumber(holding.tenant, holding, `delivery.holding.${holding.holding}`);
  if (!outcome.ok) return false;
  await settleHolding(deps.database, holding.holding, outcome.card);
  return true;
}

const HOLDINGS_AT_ONCE = 100;

/** Goes on with what was left; gives how many are settled now. */
export async function settleAllGiven(deps: DeliveryDeps): Promise<number> {
  let settled = 0;
  for (const holding of await findUnsettled(deps.database, HOLDINGS_AT_ONCE)) {
    if (await settleGiven(deps, holding)) settled += 1;
  }
  return settled;
}
