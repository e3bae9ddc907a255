import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { raiseSettingsRevision } from '../programs/index.ts';
import type { SegmentDeps } from './change-list.ts';
import { SEGMENTS_PER_TENANT_MAX, type Segment } from './segment.ts';
import { addSegment, countOf, findSegment, rename } from './store/segment.ts';

/** Makes a segment, or gives the one of that code another name. Saying what is so already changes nothing. Refuses too many. */
export async function saveSegment(
  { database, clock, audit, names }: Pick<SegmentDeps, 'database' | 'clock' | 'audit' | 'names'>,
  { tenant, code, name, by }: { tenant: number; code: string; name: string; by: Actor },
): Promise<Ok<{ readonly segment: Segment; readonly isNew: boolean }> | Refusal<'segments.segment.too_many'>> {
  const outcome = await database.transaction(async (tx) => {
    const known = await findSegment(tx, tenant, code);
    if (known === undefined && (await countOf(tx, tenant)) >= SEGMENTS_PER_TENANT_MAX)
      return refuse('segments.segment.too_many', { max: String(SEGMENTS_PER_TENANT_MAX) });
    const isNew = await addSegment(tx, { tenant, code, name, at: clock.now() });
    // What is published from now on may name it, wherever it is published.
    if (isNew) await raiseSettingsRevision(tx);
    const isRenamed = !isNew && (await rename(tx, tenant, code, name));
    if (isNew || isRenamed)
      await audit(tx, { tenant, by, act: 'segments.segment.saved', subject: `segment ${code}`, after: { name } });
    return { ok: true as const, segment: (await findSegment(tx, tenant, code)) as Segment, isNew };
  });
  if (outcome.ok && outcome.isNew) await names?.refresh();
  return outcome;
}
