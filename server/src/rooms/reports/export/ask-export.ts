import { addSeconds } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { contentDigest } from '../../../platform/lanes/index.ts';
import type { LineDeps } from '../deps.ts';
import type { Asked } from '../filter.ts';
import type { Keeper } from '../saved-view.ts';
import { addExport, findByReference, findExports } from '../store/export.ts';
import { totalsOf } from '../total.ts';
import type { Trail } from '../trail/trail.ts';
import { EXPORT_HOURS, EXPORTS_OPEN_MAX, type Export, type ExportContents, type ExportFormat } from './export.ts';

export type ExportOrder = {
  readonly reference: string;
  readonly contents: ExportContents;
  readonly format: ExportFormat;
  readonly language: 'en' | 'es';
  readonly asked: Asked;
  /** Of a trail. */
  readonly trail?: Trail | undefined;
  /** The filter as it was asked, by which a repeat is told from a reuse. */
  readonly content: unknown;
};

type Outcome =
  | Ok<{ readonly made: Export; readonly isRepeat: boolean }>
  | Refusal<'operation.reference_reused' | 'reports.export.too_many' | 'reports.export.nowhere'>;

/** Orders a file. The same order again is the same export; who takes data out of the house stands in the audit chain. */
export async function askExport(lines: LineDeps, keeper: Keeper, order: ExportOrder): Promise<Outcome> {
  if (lines.folder === undefined) return refuse('reports.export.nowhere');
  const content = contentDigest(order.content);
  const known = await findByReference(lines.database, keeper, order.reference);
  if (known) {
    if (!known.content.equals(content)) return refuse('operation.reference_reused');
    return { ok: true, made: known.found, isRepeat: true };
  }
  const open = (await findExports(lines.database, keeper)).filter(
    ({ state }) => state === 'waiting' || state === 'working',
  );
  if (open.length >= EXPORTS_OPEN_MAX) return refuse('reports.export.too_many', { max: String(EXPORTS_OPEN_MAX) });
  const isOfActs = order.trail !== undefined && order.trail.lines === undefined;
  const totals = isOfActs ? undefined : await totalsOf(lines, order.asked, false);
  const rowsExpected = totals?.rows.reduce((sum, row) => sum + row.operations, 0n) ?? 0n;
  const at = lines.clock.now();
  const { reference, contents, format, language, asked, trail } = order;
  const made = await lines.database.transaction(async (tx) => {
    const expiresAt = addSeconds(at, EXPORT_HOURS * 3_600);
    const added = await addExport(tx, keeper, {
      reference,
      content,
      contents,
      format,
      language,
      asked,
      trail,
      rowsExpected,
      at,
      expiresAt,
    });
    if (added === undefined) return undefined;
    await lines.audit(tx, {
      tenant: keeper.tenant,
      by: actorOf(keeper),
      act: 'reports.export.asked',
      subject: `export ${added.export}`,
      after: { contents, format, rowsExpected: String(rowsExpected) },
    });
    return added;
  });
  // Two at once under one reference: the other one was first.
  return made ? { ok: true, made, isRepeat: false } : askExport(lines, keeper, order);
}
