import { isoFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import { earlierOf } from '../publish.ts';
import type { Earlier, PreparedRulebook } from '../publish.ts';
import type { PublishRefusalCode } from '../refusals.ts';
import type { RulebookContent } from '../rulebook.ts';
import type { Published } from '../shelf.ts';
import { diffRulebooks, isNoDiff } from './diff-rulebooks.ts';
import type { VersionsDeps } from './versions-deps.ts';

const NO_DIFF = { settings: [], added: [], removed: [], changed: [] };

/** One rulebook that an act is to publish; now where no moment is said. */
export type PlannedRulebook = {
  readonly content: unknown;
  readonly inForceFrom?: Instant | undefined;
  /** It is known to change what decides then, also where the last version says the same. */
  readonly isChange?: true;
  /** It was published once as it is, or is a part of that. */
  readonly comesBack?: true;
};

/** The rulebooks that will take force one day, by version: not those that a later one keeps from it. */
export const scheduledOf = (published: readonly Published[], now: Instant): readonly Published[] => {
  const scheduled: Published[] = [];
  let earliest = Infinity;
  for (const one of [...published].reverse()) {
    if (one.inForceFrom >= earliest) continue;
    earliest = one.inForceFrom;
    if (one.inForceFrom <= now) break;
    scheduled.unshift(one);
  }
  return scheduled;
};

/**
 * A change of the rulebook in force and of all that are scheduled: the highest version in force decides, so one that is
 * written now would keep the scheduled ones from ever taking force unless they are written again after it.
 */
export const planChange = (
  { promotions, clock }: VersionsDeps,
  program: number,
  change: (content: RulebookContent) => RulebookContent,
): readonly PlannedRulebook[] => {
  const now = clock.now();
  const standing = [
    { content: promotions.rulebookAt(program, now).content, inForceFrom: undefined },
    ...scheduledOf(promotions.list(program), now).map((one) => ({
      ...{ content: one.ready().content, inForceFrom: one.inForceFrom },
    })),
  ];
  const changed = standing.map(({ content, inForceFrom }) => ({
    content: change(content),
    inForceFrom,
    before: content,
  }));
  const first = changed.findIndex(({ content, before }) => !isNoDiff(diffRulebooks(before, content) ?? NO_DIFF));
  if (first === -1) return [];
  // Those before the first that changes stay as they are; those after it have to come after it again.
  return changed.slice(first).map(({ content, inForceFrom }) => ({ content, inForceFrom, isChange: true as const }));
};

/** Refuses a rulebook that would keep a scheduled one from ever taking force, unless that is meant. */
export const refuseSuperseding = (
  { promotions, clock }: VersionsDeps,
  program: number,
  inForceFrom: Instant | undefined,
): Refusal<'promotions.publication.would_supersede'> | undefined => {
  const now = clock.now();
  const kept = scheduledOf(promotions.list(program), now).find((one) => one.inForceFrom >= (inForceFrom ?? now));
  return (
    kept &&
    refuse('promotions.publication.would_supersede', {
      version: String(kept.version),
      inForceFrom: isoFromInstant(kept.inForceFrom),
    })
  );
};

/**
 * Makes all rulebooks of an act ready to be written, each after the one before it. Refuses what publishing refuses of
 * any of them, and an act that would change nothing.
 */
export const prepareAll = (
  { promotions }: VersionsDeps,
  program: number,
  plans: readonly PlannedRulebook[],
):
  | Ok<{ readonly rulebooks: readonly PreparedRulebook[] }>
  | Refusal<PublishRefusalCode | 'promotions.publication.nothing_changes'> => {
  const earlier: Earlier[] = [...earlierOf(promotions.list(program))];
  const rulebooks: PreparedRulebook[] = [];
  if (plans.length === 0)
    return refuse('promotions.publication.nothing_changes', { version: String(earlier.at(-1)?.version ?? 0) });
  for (const { content, inForceFrom, isChange, comesBack } of plans) {
    const prepared = promotions.prepare({ program, content, inForceFrom, comesBack }, earlier);
    if (!prepared.ok) return prepared;
    if (prepared.isSame && !isChange)
      return refuse('promotions.publication.nothing_changes', { version: String(prepared.row.version - 1) });
    rulebooks.push(prepared);
    const { version, inForceFrom: from, contentDigest, content: made } = prepared.row;
    earlier.push({ version, inForceFrom: from, digest: contentDigest.toString('hex'), content: made });
  }
  return { ok: true, rulebooks };
};
