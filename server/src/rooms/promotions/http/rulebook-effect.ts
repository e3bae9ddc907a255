import { isoFromInstant } from '../../../kernel/instant.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Effect } from '../../../platform/http/endpoint.ts';
import type { Promotions } from '../create-promotions.ts';
import type { PublishInput } from '../publish.ts';
import { diffRulebooks } from '../versions/diff-rulebooks.ts';

/** The kind of request by which a deployment waits. */
export const RULEBOOK = 'promotions.rulebook';

/** Promotions of which whoever decides is told all; of a larger deployment the codes alone. */
const PROMOTIONS_TOLD_MAX = 50;

/**
 * What publishing a rulebook at once would do: which promotions come, go and change, held against the newest version, and what those that
 * come say. None where it is that version. Refuses what publishing does.
 */
export function effectOfRulebook(
  promotions: Pick<Promotions, 'prepare'>,
  program: string,
  asked: PublishInput,
): Ok<{ readonly effect?: Effect | undefined }> | Refusal {
  const prepared = promotions.prepare(asked);
  if (!prepared.ok) return prepared;
  const { row, last, isSame } = prepared;
  if (isSame) return { ok: true };
  const diff = diffRulebooks(last?.content ?? { promotions: [] }, row.content);
  const told = [...(diff?.added ?? []), ...(diff?.changed.map(({ after }) => after) ?? [])];
  const facts = {
    ...{ program, version: row.version, digest: row.contentDigest.toString('hex') },
    ...(asked.inForceFrom !== undefined && { inForceFrom: isoFromInstant(asked.inForceFrom) }),
    changes: {
      settings: diff?.settings.map(({ path }) => path) ?? [],
      added: diff?.added.map(({ code }) => code) ?? [],
      removed: diff?.removed.map(({ code }) => code) ?? [],
      changed: diff?.changed.map(({ code }) => code) ?? [],
    },
    // As JSON has it: what nobody said is nothing here, not absent.
    promotions: JSON.parse(JSON.stringify(told.slice(0, PROMOTIONS_TOLD_MAX))) as unknown,
  };
  return { ok: true, effect: { subject: `rulebook ${program} ${row.version}`, facts } };
}
