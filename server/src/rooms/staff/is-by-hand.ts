import { INSTANT_NEVER } from '../../kernel/instant.ts';
import type { Queries } from '../../platform/database/database.ts';
import { handsOf } from './hands.ts';

/** Who sends, as far as it says whether a person does. */
export type Sender = {
  readonly tenant: number;
  readonly credential: bigint;
  readonly person?: bigint | undefined;
  readonly partner?: number | undefined;
  readonly terminal?: number | undefined;
};

/**
 * Tells what people do by hand from what tills and machines send: by hand is whatever a person asks for, by session or key, and what comes by
 * a key of the whole tenant that a person issued, whether or not it names him, since he has seen its secret. The key of a till, or of a partner
 * whose server speaks for its tills, is believed without a look, and so is one that only the machine itself or other such keys have made. Who issued a key never changes, so that of each it is asked once.
 */
export function createIsByHand(queries: Queries): (sender: Sender) => boolean | Promise<boolean> {
  const known = new Map<bigint, boolean>();
  return ({ tenant, credential, person, partner, terminal }) => {
    if (person !== undefined) return true;
    if (terminal !== undefined || partner !== undefined) return false;
    return known.get(credential) ?? look(tenant, credential);
  };

  async function look(tenant: number, credential: bigint): Promise<boolean> {
    const hands = await handsOf(queries, tenant, { credential }, INSTANT_NEVER);
    const isByHand = hands === undefined || [...hands].some((hand) => hand.startsWith('person '));
    known.set(credential, isByHand);
    return isByHand;
  }
}
