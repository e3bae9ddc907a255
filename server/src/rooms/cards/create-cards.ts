import type { Sheet } from '../../platform/lanes/index.ts';
import { createBlock, createUnblock } from './block-card.ts';
import { createIssue } from './issue-card.ts';
import type { CardDeps } from './present-card.ts';
import { createReplacement } from './replace-card.ts';
import { cardSheet } from './store/card.ts';

/** The room's sheets, to be written behind those of the room members. */
export const cardsSheets = [cardSheet] as unknown as readonly Sheet<never, unknown>[];

export type Cards = ReturnType<typeof createCards>;

/** Makes the room. Its operations are submitted to a lane machine whose ground writes `cardsSheets`. */
export const createCards = (deps: CardDeps) => ({
  issue: createIssue(deps),
  block: createBlock(deps),
  unblock: createUnblock(deps),
  replacement: createReplacement(deps),
});
