import { addSeconds, type Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { want, type Desk, type Want } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Till } from '../partners/index.ts';
import type { GiftDeps } from './deps.ts';
import type { GiftFound } from './find-gift.ts';
import { proofSheet } from './store/proof.ts';

/** How long a till may pay with a card after it saw the code on its phone. */
export const PROOF_SECONDS = 60;

type PaysAt = Pick<Till, 'terminal'>;

const keyOf = ({ lane, card }: GiftFound, { terminal }: PaysAt) => ({ lane, card, terminal: terminal.terminal });

/**
 * Looks whether a card that is to pay is on a phone that shows codes of a minute. Then its number, which anybody may have copied, is
 * refused; by its id it pays where this till has just seen the code, which `proveShown` asks under the lane's lock.
 */
export async function askForCode(
  { asksForCode }: Pick<GiftDeps, 'asksForCode'>,
  found: GiftFound,
  program: number,
): Promise<({ readonly ok: true } & GiftFound) | Refusal<'giftcards.card.code_needed'>> {
  if (!(await asksForCode({ ...found, program }))) return { ok: true, ...found };
  return found.number === undefined ? { ok: true, ...found, needsProof: true } : refuse('giftcards.card.code_needed');
}

/** What a payment needs to know of the proofs of a card; nothing for a card that needs none. */
export const wantsOfProof = (found: GiftFound, till: PaysAt): Want[] =>
  found.needsProof ? [want(proofSheet, keyOf(found, till))] : [];

/**
 * Uses up the proof that the till has seen the card on its phone; of several the newest. Refuses where there is none that is fresh,
 * measured by the moment at which the payment came in. An operation that is refused after all uses none up: its desk is dropped.
 */
export function proveShown(
  found: GiftFound,
  { till, receivedAt }: { readonly till: PaysAt; readonly receivedAt: Instant },
  desk: Desk<JournalEntry>,
): Refusal<'giftcards.card.code_needed'> | undefined {
  if (!found.needsProof) return undefined;
  const held = desk.read(proofSheet, keyOf(found, till));
  const fresh = held?.open.findLast(({ provedAt }) => receivedAt <= addSeconds(provedAt, PROOF_SECONDS));
  if (!held || !fresh) return refuse('giftcards.card.code_needed');
  desk.put(proofSheet, held, {
    ...held,
    open: held.open.filter((one) => one !== fresh),
    used: [...held.used, { proof: fresh.proof, usedAt: desk.recordedAt }],
  });
  return undefined;
}
