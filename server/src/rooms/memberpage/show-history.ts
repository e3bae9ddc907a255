import { isoFromInstant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import { recordSheet } from '../ledger/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { findMoved, listJournal, type JournalRow, type MovedRow } from './read/journal.ts';

type Language = 'en' | 'es';

/** What one event did to one wallet: signed decimal text. */
export type Moved = {
  readonly walletType: string;
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

export type HistoryPage = { readonly events: readonly Event[]; readonly next: bigint | undefined };

/** Time and quiet work of the program move nothing that a member could see: a hold, its end, a settled wallet. */
const SILENT = new Set(['points.hold', 'points.release', 'points.lapse', 'checkout.return_parked']);

/** The member's points, newest first, in his language. `before` is where the page before ended. */
export async function showHistory(
  deps: MemberPageDeps,
  { tenant, member, language }: { readonly tenant: number; readonly member: OwnerKey; readonly language: Language },
  before: bigint,
  limit: number,
): Promise<HistoryPage> {
  const rows = await listJournal(deps.database, tenant, member, before, limit + 1);
  const shown = rows.slice(0, limit);
  const told = shown.filter((row) => !SILENT.has(row.kind));
  const moved = Map.groupBy(
    await findMoved(
      deps.database,
      member,
      told.map((row) => row.seq),
    ),
    (one) => one.seq,
  );
  const events = await Promise.all(told.map((row) => tell(deps, member.lane, row, moved.get(row.seq) ?? [], language)));
  return {
    events: events.filter((event) => event.moved.length > 0 || event.kind === 'checkout.sale'),
    next: rows.length > limit ? shown.at(-1)?.seq : undefined,
  };
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
    reasons: row.kind === 'checkout.sale' || row.kind === 'checkout.claim' ? await reasonsOf(deps, home, language) : [],
    moved: moved.map(({ wallet_type, unit: number, spendable, pending }) => {
      const unit = settings.unit(number);
      return {
        walletType: deps.walletTypes.of(wallet_type).code,
        unit: unit.code,
        points: formatQuantity(spendable, unit.decimals),
        pending: formatQuantity(pending, unit.decimals),
      };
    }),
  };
}

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
  return codes.map((code) => all.find((one) => one.code === code)?.name?.[language] ?? code);
}
