import { contentDigest, FAMILY, referenceBytes, type ReferenceKey } from '../../../platform/lanes/index.ts';
import { hasFrozenLots } from '../../points/index.ts';
import type { FraudDeps } from '../fraud-deps.ts';
import { giveEndedBack } from './give-ended-back.ts';
import { takeWaiting, writeStates, type Held, type HeldState } from '../store/held.ts';

// Small enough that a till beside it waits for one such batch at most.
const HELD_AT_ONCE = 50;
const SPACE_OF_TENANT = 0n;
/** Who does it, as records name him: nobody's credential. */
const BY_PROGRAM = 'program';

/**
 * Freezes what signals hold and lets go what they hold no more; gives how many operations were settled. What it does is named by the operation
 * and its round, so that killed in between it does it again and finds it done. The rows stay locked meanwhile: a review that lets go waits for
 * the freezing under way, and is never overtaken by it.
 */
export async function holdLots(deps: FraudDeps, isStopping: () => boolean = () => false): Promise<number> {
  let settled = 0;
  while (!isStopping()) {
    const done = await deps.database.transaction(async (tx) => {
      const waiting = await takeWaiting(tx, HELD_AT_ONCE);
      if (waiting.length === 0) return 0;
      const states = await Promise.all(waiting.map((held) => settleOrTell(deps, held)));
      const told = waiting.flatMap((held, n) => (states[n] === undefined ? [] : [{ ...held, state: states[n] }]));
      if (told.length > 0) await writeStates(tx, told);
      return told.length;
    });
    settled += done;
    if (done === 0) return settled;
  }
  return settled;
}

/** One with which it fails is told, and waits for the next round: it holds no other up. */
const settleOrTell = (deps: FraudDeps, held: Held): Promise<HeldState | undefined> =>
  settle(deps, held).catch((error: unknown) => {
    deps.onFailure?.(error);
    return undefined;
  });

/** What becomes of it; undefined where it has to be tried again. */
async function settle(deps: FraudDeps, held: Held): Promise<HeldState | undefined> {
  if (held.state === 'due') return freeze(deps, held);
  // What nothing was frozen of is let go by saying so: what a person froze by hand is not ours to thaw.
  const frozen = await deps.machine.look.reference(nameOf(held, 'freeze'));
  if (frozen === undefined) return 'free';
  const outcome = await submit(deps, held, 'unfreeze');
  if (outcome === undefined) return undefined;
  // What is over, and that nobody has booked yet, is neither frozen any more nor known to have ended: the sweep will tell.
  if (outcome === 'nothing' && (await hasFrozenLots(deps.database, held))) return undefined;
  return (await giveEndedBack(deps, held, frozen)) ? 'free' : undefined;
}

async function freeze(deps: FraudDeps, held: Held): Promise<HeldState | undefined> {
  const outcome = await submit(deps, held, 'freeze');
  return outcome === 'booked' ? 'frozen' : outcome;
}

async function submit(
  deps: FraudDeps,
  held: Held,
  act: 'freeze' | 'unfreeze',
): Promise<'booked' | 'nothing' | undefined> {
  const { tenant_id: tenant, lane, seq } = held;
  const input = {
    ...{ receivedAt: deps.clock.now(), tenant, granted: { lane, seq }, by: BY_PROGRAM },
    reason: act === 'freeze' ? ('fraud' as const) : ('review' as const),
  };
  const reference = nameOf(held, act);
  const content = contentDigest({ act, lane, seq: String(seq) });
  const outcome = await deps.machine.submit(deps.points[act], { tenant, reference, content, input });
  if (outcome.ok) return 'booked';
  // Spent, expired or taken back by a return; or frozen by somebody before.
  return outcome.refusal === 'points.lots.nothing_to_change' ? 'nothing' : undefined;
}

const nameOf = ({ tenant_id: tenant, lane, seq, round }: Held, act: 'freeze' | 'unfreeze'): ReferenceKey => ({
  ...{ tenant, space: SPACE_OF_TENANT, family: FAMILY.followUp },
  reference: referenceBytes(`fraud/${act}/${lane}/${seq}/${round}`),
});
