import type { Queries } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { LookUp, OwnerKey } from '../../platform/lanes/index.ts';
import { findByExternalId } from '../members/index.ts';
import { stockDetailOf } from './making/stock-detail.ts';

type MeantDeps = { readonly database: Queries; readonly keys: Keys };

/** For whom a card was made: nobody was named; a member; somebody who is no member any more. */
export type MeantFor = 'anybody' | { readonly member: OwnerKey & { readonly revision: number } } | 'nobody';

/** For which member a card in stock was made, by his id in the client's own system as the card's row named it. */
export async function meantFor(
  deps: MeantDeps,
  look: LookUp,
  { tenant, batch, serial }: { readonly tenant: number; readonly batch: bigint; readonly serial: number },
): Promise<MeantFor> {
  const detail = await stockDetailOf(deps, { tenant, batch, serial });
  if (detail?.memberExternalId === undefined) return 'anybody';
  const found = await findByExternalId(deps.keys, look, tenant, detail.memberExternalId);
  if (found?.state !== 'active') return 'nobody';
  const { lane, owner, revision } = found;
  return { member: { lane, owner, revision } };
}
