import { isoFromInstant } from '../../kernel/instant.ts';
import { placeText } from '../../kernel/journal-place.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Queries } from '../../platform/database/database.ts';
import { FLAG } from '../ledger/index.ts';
import type { LineDeps } from './deps.ts';
import { readLineFigures, type LineFigures, type ShownLine } from './read/lines.ts';
import { FACET, type Facet, type MarkValue } from './store/mark.ts';
import { STATE } from './told.ts';

type Figure = { unit: string; earned: string; spent: string; loaded: string; expired: string; changed: string };

/** An operation as tables and files show it: names for ids, decimals with their unit for smallest steps. */
export type DescribedLine = {
  operation: string;
  kind: string;
  occurredAt: string;
  recordedAt: string;
  bookedOn: string;
  outlet?: string;
  terminal?: string;
  cashier?: string;
  member?: string;
  card?: string;
  cardRange?: string;
  receiptNumber?: string;
  amount?: { amount: string; unit: string };
  figures: Figure[];
  walletTypes: string[];
  promotions: string[];
  origin: 'online' | 'offline';
  state?: 'claimed' | 'undone_partly' | 'undone' | 'voided';
};

const STATE_NAMES = new Map<number, NonNullable<DescribedLine['state']>>([
  [STATE.claimed, 'claimed'],
  [STATE.partly, 'undone_partly'],
  [STATE.wholly, 'undone'],
  [STATE.voided, 'voided'],
]);

/** Describes lines, with what their parts in other lanes moved. */
export async function describeLines(
  reports: LineDeps,
  queries: Queries,
  lines: readonly ShownLine[],
): Promise<DescribedLine[]> {
  const marks = await reports.marks.valuesOf(queries, new Set(lines.flatMap((line) => line.marks)));
  const figures = Map.groupBy(await readLineFigures(queries, lines), placeText);
  return lines.map((line) => describeLine(reports, line, marks, figures.get(placeText(line)) ?? []));
}

function describeLine(
  reports: LineDeps,
  line: ShownLine,
  marks: ReadonlyMap<number, MarkValue>,
  figures: readonly LineFigures[],
): DescribedLine {
  const { tokens, partners, walletTypes, cardSettings } = reports;
  const settings = partners.settings();
  const of = (facet: Facet): string[] =>
    line.marks.flatMap((mark) => (marks.get(mark)?.facet === facet ? [marks.get(mark)!.value] : []));
  const [cashier] = of(FACET.cashier);
  const state = STATE_NAMES.get(line.state ?? 0);
  return {
    operation: tokens.encode('op', line.lane, line.seq),
    kind: marks.get(line.kind)?.value ?? '',
    occurredAt: isoFromInstant(line.occurred_at),
    recordedAt: isoFromInstant(line.recorded_at),
    bookedOn: line.booked_on,
    ...(line.outlet > 0 ? { outlet: settings.outlet(line.outlet).code } : {}),
    ...(line.terminal > 0 ? { terminal: settings.terminal(line.terminal).code } : {}),
    ...(cashier === undefined ? {} : { cashier }),
    ...(line.owner_kind === 'member' ? { member: tokens.encode('mem', line.lane, line.owner) } : {}),
    ...(line.last_four === null ? {} : { card: `••••${line.last_four}` }),
    ...(line.card_range > 0 ? { cardRange: cardSettings().range(line.card_range).code } : {}),
    ...(line.receipt === null ? {} : { receiptNumber: line.receipt }),
    ...(line.currency > 0 ? { amount: amountText(reports, line.currency, line.amount) } : {}),
    figures: figures.map((one) => figuresText(reports, one)),
    walletTypes: of(FACET.walletType).map((type) => walletTypes.of(Number(type)).code),
    promotions: of(FACET.promotion),
    origin: (line.flags & FLAG.offline) === 0 ? 'online' : 'offline',
    ...(state === undefined ? {} : { state }),
  };
}

/** An amount of a unit, as decimals. */
export function amountText({ programs }: Pick<LineDeps, 'programs'>, unit: number, amount: bigint) {
  const { code, decimals } = programs.settings().unit(unit);
  return { amount: formatQuantity(amount, decimals), unit: code };
}

type Sums = Omit<LineFigures, 'lane' | 'seq'>;

/** Figures of a unit, as decimals. */
export function figuresText({ programs }: Pick<LineDeps, 'programs'>, sums: Sums): Figure {
  const { code, decimals } = programs.settings().unit(sums.unit);
  const text = (amount: bigint): string => formatQuantity(amount, decimals);
  return {
    unit: code,
    earned: text(sums.earned),
    spent: text(sums.spent),
    loaded: text(sums.loaded),
    expired: text(sums.expired),
    changed: text(sums.changed),
  };
}
