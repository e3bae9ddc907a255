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
  readonly isUnconfirmed?: boolean | undefined;
};

/**
 * Tells what people do by hand from what tills and machines send: by hand is whatever a person asks for, by session or key, and what comes by
 * a key of the whole tenant that a person issued, whether or not it names him, since he has seen its secret. So does the key of a till, or of a partner
 * whose server speaks for its tills, as long as it is unconfirmed; confirmed it is believed without a look, which whoever speaks says himself: he comes
 * from the settings in memory, which learn of a confirmation as of a revocation. A key of the tenant that only the machine itself or other such keys have
 * made is a machine's; who issued a key never changes, so that of each it is asked once.
 */
export function createIsByHand(queries: Queries): (sender: Sender) => boolean | Promise<boolean> {
  const known = new Map<bigint, boolean>();
  return ({ tenant, credential, person, partner, terminal, isUnconfirmed = false }) => {
    if (person !== undefined) return true;
    if (terminal !== undefined || partner !== undefined) return isUnconfirmed;
    return known.get(credential) ?? look(tenant, credential);
  };

  async function look(tenant: number, credential: bigint): Promise<boolean> {
    const hands = await handsOf(queries, tenant, { credential }, INSTANT_NEVER);
    const isByHand = hands === undefined || [...hands].some((hand) => hand.startsWith('person '));
    known.set(credential, isByHand);
    return isByHand;
  }
}
