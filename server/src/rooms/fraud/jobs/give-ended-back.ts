import { formatQuantity } from '../../../kernel/quantity.ts';
import { contentDigest, FAMILY, referenceBytes } from '../../../platform/lanes/index.ts';
import { recordSheet } from '../../ledger/index.ts';
import { readEndedFrozen, type EndedFrozen } from '../../points/index.ts';
import type { FraudDeps } from '../fraud-deps.ts';
import type { Held } from '../store/held.ts';

const SPACE_OF_TENANT = 0n;

/**
 * Gives back what ended while it was frozen, as new points that live as their wallet says: a release makes whole what the hold took, and
 * while it held nobody could spend them. Each holder's once, by name. False where it has to be tried again.
 */
export async function giveEndedBack(
  deps: FraudDeps,
  held: Held,
  frozenAt: { readonly lane: number; readonly seq: bigint },
): Promise<boolean> {
  const freezing = await deps.machine.look.row(recordSheet, frozenAt);
  if (freezing === undefined) return true;
  const ended = await readEndedFrozen(deps.database, held, freezing.recordedAt);
  const given = await Promise.all(ended.map((one) => giveBack(deps, held, one)));
  return given.every(Boolean);
}

async function giveBack(deps: FraudDeps, held: Held, ended: EndedFrozen): Promise<boolean> {
  const { tenant_id: tenant, lane, seq, round } = held;
  const program = deps.programs.settings().program(ended.program);
  const type = deps.walletTypes.of(ended.wallet_type);
  const points = formatQuantity(ended.points, deps.programs.settings().unit(type.unit).decimals);
  const member = deps.tokens.encode('mem', ended.lane, ended.owner);
  const name = `fraud/ended/${lane}/${seq}/${round}/${ended.lane}/${ended.owner}/${type.code}`;
  const outcome = await deps.machine.submit(deps.points.adjust, {
    tenant,
    reference: { tenant, space: SPACE_OF_TENANT, family: FAMILY.followUp, reference: referenceBytes(name) },
    content: contentDigest({ points }),
    input: {
      ...{ receivedAt: deps.clock.now(), program, identity: { member }, walletType: type.code, points },
      ...{ reason: 'review', by: 'program' },
    },
  });
  if (outcome.ok) return true;
  if (outcome.refusal.startsWith('operation.')) return false;
  // Somebody who was erased, or a wallet whose last day is over: there is nothing to give them to.
  deps.onFailure?.(new Error(`what ended while it was frozen could not be given back: ${outcome.refusal}`));
  return true;
}
