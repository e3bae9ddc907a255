import { isoFromInstant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { findMerged, type OwnerKey } from '../../platform/lanes/index.ts';
import { recordSheet } from '../ledger/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { findMoved, listJournal, type JournalRow, type MovedRow } from './read/journal.ts';

type Language = 'en' | 'es';

/** What one event did to one wallet: signed decimal text. */
export type Moved = {
  readonly walletType: string;
  readonly program: string;
  readonly unit: string;
  readonly points: string;
  readonly pending: string;
};

/** Something that happened to a member's points, to be told in a line. */
export type Event = {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  /** The outlet, where there was one. */
  readonly place?: string;
  /** The promotions that gave, as the program calls them. */
  readonly reasons: readonly string[];
  readonly moved: readonly Moved[];
};

/** Where a page ended: the last row of each owner whose history it is, the member first. */
export type HistoryPlace = readonly bigint[];
export type HistoryPage = { readonly events: readonly Event[]; readonly next: HistoryPlace | undefined };

const NO_END = 9_223_372_036_854_775_807n;

/** Time and quiet work of the program move nothing that a member could see: a hold, its end, a settled wallet. */
const SILENT = new Set(['points.hold', 'points.release', 'points.lapse', 'checkout.return_parked']);

/**
 * The member's points, newest first, in his language, with those of whoever was merged into him: what was booked before a merge stands
 * with the owner of then, and is his all the same. `before` is where the page before ended; refuses one of another number of owners,
 * which is what a merge in between leaves.
 */
export async function showHistory(
  deps: MemberPageDeps,
  { tenant, member, language }: { readonly tenant: number; readonly member: OwnerKey; readonly language: Language },
  before: HistoryPlace | undefined,
  limit: number,
): Promise<Ok<HistoryPage> | Refusal<'http.cursor.malformed'>> {
  const owners: readonly OwnerKey[] = [member, ...(await findMerged(deps.database, member))];
  if (before && before.length !== owners.length) return refuse('http.cursor.malformed');
  const asked = owners.map(({ lane, owner }, n) => ({ lane, owner, before: before?.[n] ?? NO_END }));
  const rows = await listJournal(deps.database, tenant, asked, limit + 1);
  const shown = rows.slice(0, limit);
  const told = shown.filter((row) => !SILENT.has(row.kind));
  const moved = await movedOf(deps, owners, told);
  const events = await Promise.all(
    told.map((row) => tell(deps, owners[row.of]!.lane, row, moved.get(nameOf(row)) ?? [], language)),
  );
  return {
    ok: true,
    events: events.filter((event) => event.moved.length > 0 || event.kind === 'checkout.sale'),
    next:
      rows.length > limit ? asked.map((one, n) => shown.findLast((row) => row.of === n)?.seq ?? one.before) : undefined,
  };
}

const nameOf = ({ of, seq }: { readonly of: number; readonly seq: bigint }): string => `${of}/${seq}`;

/** What those rows did to the wallets of whom they are of, by owner and row. */
async function movedOf(
  deps: MemberPageDeps,
  owners: readonly OwnerKey[],
  rows: readonly JournalRow[],
): Promise<ReadonlyMap<string, readonly MovedRow[]>> {
  const found = await Promise.all(
    owners.map(async (owner, of) => {
      const own = rows.filter((row) => row.of === of).map(({ seq }) => seq);
      return own.length === 0 ? [] : (await findMoved(deps.database, owner, own)).map((one) => ({ ...one, of }));
    }),
  );
  return Map.groupBy(found.flat(), nameOf);
}

async function tell(
  deps: MemberPageDeps,
  lane: number,
  row: JournalRow,
  moved: readonly MovedRow[],
  language: Language,
): Promise<Event> {
  const settings = deps.programs.settings();
  const home =
    row.home_lane === null || row.home_seq === null
      ? { lane, seq: row.seq }
      : { lane: row.home_lane, seq: row.home_seq };
  const place = row.outlet === 0 ? undefined : deps.partners.settings().outlet(row.outlet)?.name;
  return {
    id: deps.tokens.encode('op', lane, row.seq),
    at: isoFromInstant(row.occurred_at),
    kind: row.kind,
    ...(place !== undefined && { place }),
    reasons: DECIDED.has(row.kind) ? await reasonsOf(deps, home, language) : [],
    moved: moved.map(({ wallet_type, unit: number, spendable, pending }) => {
      const unit = settings.unit(number);
      const { code: walletType, program } = deps.walletTypes.of(wallet_type);
      return {
        walletType,
        program: settings.program(program).code,
        unit: unit.code,
        points: formatQuantity(spendable, unit.decimals),
        pending: formatQuantity(pending, unit.decimals),
      };
    }),
  };
}

/** What promotions decide. */
const DECIDED: ReadonlySet<string> = new Set(['checkout.sale', 'checkout.claim', 'occasions.occasion']);

type Granted = { readonly rulebook?: number; readonly grants?: readonly { readonly promotion: string }[] };

/** What the promotions that gave are called: by the rulebook of then, in the member's language. */
async function reasonsOf(
  { machine, promotions }: MemberPageDeps,
  home: { readonly lane: number; readonly seq: bigint },
  language: Language,
): Promise<string[]> {
  const kept = await machine.look.row(recordSheet, home);
  const { rulebook, grants = [] } = (kept?.record ?? {}) as Granted;
  if (rulebook === undefined || grants.length === 0) return [];
  const { promotions: all } = promotions.rulebook(rulebook).content;
  const codes = [...new Set(grants.map((grant) => grant.promotion))];
  // A name in the other language says something to a member; the code of a promotion that has none says nothing.
  return codes.flatMap((code) => {
    const { name } = all.find((one) => one.code === code) ?? {};
    return name?.[language] ?? name?.en ?? name?.es ?? [];
  });
}
