import { canonicalJson } from '../../kernel/canonical.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { keyedDigests } from '../../platform/keys.ts';
import type { LookUp, OwnerKey } from '../../platform/lanes/index.ts';
import { identify, type IdentifyDeps, type Identity } from '../cards/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Segment } from './segment.ts';
import type { SegmentNames } from './segment-names.ts';
import { claimReference, keepAnswer } from './store/change.ts';
import { addMembers, removeMembers, removeOthers } from './store/membership.ts';

export type SegmentDeps = IdentifyDeps & {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Pick<Programs, 'settings'>;
  readonly machine: { readonly look: LookUp };
  readonly audit: Audit;
  /** Which segments there are, for whoever publishes what names them. */
  readonly names?: Pick<SegmentNames, 'refresh'> | undefined;
};

/** Somebody as a row names him; rows count from 1. */
export type NamedMember = { readonly row: number; readonly identity: Identity };

export type ListChange = {
  readonly segment: Segment;
  readonly reference: string;
  readonly add: readonly NamedMember[];
  readonly remove: readonly NamedMember[];
  /** True: whoever is not in `add` leaves the list. */
  readonly isWhole: boolean;
  /** Rows that could not even be read; told with those that name nobody. */
  readonly flaws?: readonly Flaw[];
  readonly by: Actor;
};

/** A row that named nobody, and why: the dotted name of what a look-up refused. */
export type Flaw = { readonly row: number; readonly code: string };

/** What a change did. `unchanged` counts rows that said what was so already. */
export type ListChanged = {
  readonly added: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly flaws: readonly Flaw[];
};

/** Flaws told of one change; of a wrong file the first hundred say what is wrong with it. */
const FLAWS_TOLD_MAX = 100;

type Found = { readonly members: readonly OwnerKey[]; readonly flaws: readonly Flaw[] };

/** Who is meant, each once. Look-ups of one moment travel together, so a file costs some hundred of them and not one a row. */
export const findNamed = async (deps: SegmentDeps, tenant: number, named: readonly NamedMember[]): Promise<Found> => {
  const settings = deps.programs.settings().tenant(tenant);
  const found = await Promise.all(
    named.map(async ({ row, identity }) => ({ row, who: await identify(deps, deps.machine.look, settings, identity) })),
  );
  const members = new Map<bigint, OwnerKey>();
  const flaws: Flaw[] = [];
  for (const { row, who } of found) {
    if (who.ok) members.set(who.owner, { lane: who.lane, owner: who.owner });
    else flaws.push({ row, code: who.refusal });
  }
  return { members: [...members.values()], flaws };
};

/**
 * Changes who belongs to a list, in one transaction. Rows that name nobody are told and the others count. The same change again is
 * answered as it was; refuses a reference that meant something else. What is kept of the message is its keyed digest: no phone, no card.
 */
export async function changeList(
  deps: SegmentDeps,
  change: ListChange,
): Promise<Ok<{ readonly changed: ListChanged; readonly repeated: boolean }> | Refusal<'operation.reference_reused'>> {
  const { segment, reference, by } = change;
  const { tenant } = segment;
  const [add, remove] = await Promise.all([
    findNamed(deps, tenant, change.add),
    findNamed(deps, tenant, change.remove),
  ]);
  const said = {
    ...{ segment: segment.code, isWhole: change.isWhole },
    add: change.add.map(({ identity }) => identity),
    remove: change.remove.map(({ identity }) => identity),
  };
  const contents = keyedDigests(deps.keys, canonicalJson(JSON.parse(JSON.stringify(said))), 'segment-change');
  const key = { tenant, reference };
  const at = deps.clock.now();
  return deps.database.transaction(async (tx) => {
    const known = await claimReference(tx, key, { segment: segment.segment, content: contents[0], at });
    if (known !== undefined)
      return known.segment === segment.segment && contents.some((content) => known.content.equals(content))
        ? { ok: true as const, changed: known.answer, repeated: true }
        : refuse('operation.reference_reused', { reference });
    const added = await addMembers(tx, { segment: segment.segment, tenant, at }, add.members);
    const removed = change.isWhole
      ? await removeOthers(tx, segment.segment, add.members)
      : await removeMembers(tx, segment.segment, remove.members);
    const asked = add.members.length + (change.isWhole ? removed : remove.members.length);
    const changed: ListChanged = {
      ...{ added, removed, unchanged: asked - added - removed },
      flaws: [...(change.flaws ?? []), ...add.flaws, ...remove.flaws]
        .sort((a, b) => a.row - b.row)
        .slice(0, FLAWS_TOLD_MAX),
    };
    await keepAnswer(tx, key, changed);
    await deps.audit(tx, {
      ...{ tenant, by, act: 'segments.list.changed', subject: `segment ${segment.code}` },
      after: { reference, added, removed, isWhole: change.isWhole },
    });
    return { ok: true as const, changed, repeated: false };
  });
}
