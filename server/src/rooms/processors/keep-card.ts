import { randomInt } from 'node:crypto';
import { maskCardNumber, normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { decryptField, encryptField, keyedDigest, keyedDigests, type Keys } from '../../platform/keys.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { OutsideCard, Processor } from './processor.ts';
import { findCard, openCard } from './store/card.ts';
import { findProcessor } from './store/processor.ts';

const PURPOSE = 'card';

export type KeptElsewhere = Ok<{ readonly number: CardNumber; readonly processor: Processor }>;
export type KeeperRefusal = Refusal<
  | 'kernel.card_number.malformed'
  | 'processors.card.no_range'
  | 'processors.card.kept_here'
  | 'processors.processor.not_found'
  | 'processors.processor.paused'
>;

/**
 * The processor that keeps the money of a card number, as its range says. Refuses what is no number, has no range, is kept by this
 * program itself, or by a processor that is not set up or is paused.
 */
export async function keeperOf(
  deps: ProcessorDeps,
  tenant: number,
  text: string,
): Promise<KeptElsewhere | KeeperRefusal> {
  const number = normaliseCardNumber(text);
  if (!number.ok) return number;
  const kept = deps.keeperOf(tenant, number.value);
  if (kept === undefined) return refuse('processors.card.no_range');
  if (kept.keeper === 'here') return refuse('processors.card.kept_here');
  const processor = await findProcessor(deps.database, tenant, kept.processor);
  if (processor === undefined) return refuse('processors.processor.not_found', { processor: kept.processor });
  if (processor.state === 'paused') return refuse('processors.processor.paused', { processor: processor.code });
  return { ok: true, number: number.value, processor };
}

const contextOf = (tenant: number): string => `processors.card/${tenant}`;

/** The number of a card, to ask its processor by. */
export const numberOf = (keys: Keys, { tenant, numberCipher }: OutsideCard): CardNumber =>
  decryptField(keys, numberCipher, contextOf(tenant)).toString() as CardNumber;

/** The card as it is known; undefined for one that was never asked for. */
export const knownCard = (
  { keys, database }: ProcessorDeps,
  processor: Processor,
  number: CardNumber,
): Promise<OutsideCard | undefined> => findCard(database, processor.processor, keyedDigests(keys, number, PURPOSE));

/** The card, known from now on: its number encrypted, polled for the first time some time within the processor's day. */
export async function keepCard(
  deps: ProcessorDeps,
  queries: Queries,
  { processor, tenant, pollHours }: Processor,
  number: CardNumber,
): Promise<OutsideCard> {
  const known = await findCard(queries, processor, keyedDigests(deps.keys, number, PURPOSE));
  if (known) return known;
  const now = deps.clock.now();
  return openCard(queries, {
    ...{ tenant, processor, now },
    key: keyedDigest(deps.keys, number, PURPOSE),
    numberCipher: encryptField(deps.keys, number, contextOf(tenant)),
    lastFour: maskCardNumber(number).slice(4),
    nextPollAt: addSeconds(now, randomInt(pollHours * 3_600)),
  });
}
