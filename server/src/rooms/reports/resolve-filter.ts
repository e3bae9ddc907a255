import { normaliseCardNumber } from '../../kernel/card-number.ts';
import { parseLocalDate, type LocalDate } from '../../kernel/local-date.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { FAMILY, findMerged, type OwnerKey, referenceBytes } from '../../platform/lanes/index.ts';
import { CARD_NAME, cardKeys, identify } from '../cards/index.ts';
import type { LineDeps } from './deps.ts';
import type { Filter } from './filter.ts';
import type { Place } from './operation.ts';
import { readPlacesOfReceipt } from './read/lines.ts';
import { FACET, type Facet } from './store/mark.ts';

/** A filter as somebody asks it: by codes, numbers and texts. */
export type AskedFilter = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly outlets?: readonly string[] | undefined;
  readonly terminals?: readonly { readonly outlet: string; readonly terminal: string }[] | undefined;
  readonly cashiers?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly walletTypes?: readonly string[] | undefined;
  readonly promotions?: readonly string[] | undefined;
  readonly cardRanges?: readonly string[] | undefined;
  readonly origin?: 'online' | 'offline' | undefined;
  readonly amount?:
    | { readonly unit: string; readonly from?: string | undefined; readonly to?: string | undefined }
    | undefined;
  readonly member?:
    | {
        readonly member?: string | undefined;
        readonly phone?: string | undefined;
        readonly externalId?: string | undefined;
      }
    | undefined;
  readonly card?: string | undefined;
  readonly receipt?: string | undefined;
};

export type FilterRefusal = 'reports.filter.unknown' | 'reports.filter.period' | 'reports.filter.amount';

type Resolved<T> = Ok<{ readonly value: T }> | Refusal<FilterRefusal>;

const yes = <T>(value: T): Ok<{ readonly value: T }> => ({ ok: true, value });
const unknown = (what: string, value: string): Refusal<FilterRefusal> =>
  refuse('reports.filter.unknown', { what, value });

/** Inner ids for what a filter names. Refuses names that the tenant does not have; what merely stands on no line finds nothing. */
export async function resolveFilter(reports: LineDeps, tenant: number, asked: AskedFilter): Promise<Resolved<Filter>> {
  const period = periodOf(asked);
  if (!period.ok) return period;
  const outlets = placesOf(reports, tenant, asked);
  if (!outlets.ok) return outlets;
  const amount = amountOf(reports, tenant, asked.amount);
  if (!amount.ok) return amount;
  const settings = settingsOf(reports, tenant, asked);
  if (!settings.ok) return settings;
  const owner = await ownerOf(reports, tenant, asked);
  if (!owner.ok) return owner;
  const marks = (facet: Facet, values: readonly string[] | undefined) =>
    values &&
    reports.marks.find(
      reports.database,
      values.map((value) => ({ tenant, facet, value })),
    );
  return yes<Filter>({
    ...period.value,
    ...outlets.value,
    ...amount.value,
    ...owner.value,
    origin: asked.origin,
    kinds: await marks(FACET.kind, asked.kinds),
    cashiers: await marks(FACET.cashier, asked.cashiers),
    promotions: await marks(FACET.promotion, asked.promotions),
    walletTypes: await marks(FACET.walletType, settings.value.walletTypes),
    cardRanges: await marks(FACET.cardRange, settings.value.cardRanges),
    ...(asked.receipt === undefined ? {} : { places: await placesOfReceipt(reports, tenant, asked.receipt) }),
  });
}

function periodOf({ from, to }: AskedFilter): Resolved<Pick<Filter, 'from' | 'to'>> {
  const dates: Record<string, LocalDate> = {};
  for (const [name, text] of Object.entries({ from, to })) {
    if (text === undefined) continue;
    const date = parseLocalDate(text);
    if (date === undefined) return unknown('day', text);
    dates[name] = date;
  }
  if (dates.from !== undefined && dates.to !== undefined && dates.to < dates.from)
    return refuse('reports.filter.period');
  return yes(dates);
}

function placesOf(
  reports: LineDeps,
  tenant: number,
  asked: AskedFilter,
): Resolved<Pick<Filter, 'outlets' | 'terminals'>> {
  const settings = reports.partners.settings();
  const outlets: number[] = [];
  for (const code of asked.outlets ?? []) {
    const outlet = settings.outletByCode(tenant, code);
    if (outlet === undefined) return unknown('outlet', code);
    outlets.push(outlet.outlet);
  }
  const terminals: number[] = [];
  for (const { outlet: outletCode, terminal: code } of asked.terminals ?? []) {
    const outlet = settings.outletByCode(tenant, outletCode);
    const terminal = outlet && settings.terminalByCode(outlet.outlet, code);
    if (terminal === undefined) return unknown('terminal', `${outletCode} ${code}`);
    terminals.push(terminal.terminal);
    // Terminals stand in outlets, which have an index; where outlets are asked for too, both must hold.
    if (asked.outlets === undefined) outlets.push(outlet!.outlet);
  }
  return yes({
    ...(asked.outlets || asked.terminals ? { outlets: [...new Set(outlets)] } : {}),
    ...(asked.terminals ? { terminals } : {}),
  });
}

function amountOf(reports: LineDeps, tenant: number, asked: AskedFilter['amount']): Resolved<Pick<Filter, 'amount'>> {
  if (asked === undefined) return yes({});
  const unit = reports.programs.settings().unitByCode(tenant, asked.unit);
  if (unit === undefined) return unknown('unit', asked.unit);
  const bounds: { from?: bigint; to?: bigint } = {};
  for (const name of ['from', 'to'] as const) {
    const text = asked[name];
    if (text === undefined) continue;
    const parsed = parseQuantity(text, unit.decimals, { signed: true });
    if (!parsed.ok) return refuse('reports.filter.amount', { value: text, unit: unit.code });
    bounds[name] = parsed.value;
  }
  if (bounds.from !== undefined && bounds.to !== undefined && bounds.to < bounds.from)
    return refuse('reports.filter.amount', { value: asked.to!, unit: unit.code });
  return yes({ amount: { currency: unit.unit, ...bounds } });
}

type Settings = { readonly walletTypes: string[] | undefined; readonly cardRanges: string[] | undefined };

/** Wallet types and card ranges as marks name them: by their inner ids. */
function settingsOf(reports: LineDeps, tenant: number, asked: AskedFilter): Resolved<Settings> {
  const walletTypes: string[] = [];
  const types = reports.programs
    .settings()
    .programsOf(tenant)
    .flatMap(({ program }) => reports.walletTypes.ofProgram(program));
  for (const code of asked.walletTypes ?? []) {
    const found = types.filter((type) => type.code === code);
    if (found.length === 0) return unknown('wallet type', code);
    walletTypes.push(...found.map((type) => String(type.walletType)));
  }
  const cardRanges: string[] = [];
  for (const code of asked.cardRanges ?? []) {
    const range = reports.cardSettings().rangeByCode(tenant, code);
    if (range === undefined) return unknown('card range', code);
    cardRanges.push(String(range.range));
  }
  return yes({ walletTypes: asked.walletTypes && walletTypes, cardRanges: asked.cardRanges && cardRanges });
}

/** The owner whom a member or a card means; a gift card's is its gift. */
async function ownerOf(
  reports: LineDeps,
  tenant: number,
  asked: AskedFilter,
): Promise<Resolved<Pick<Filter, 'owners' | 'card'>>> {
  const byCard = asked.card === undefined ? undefined : await holderOfCard(reports, tenant, asked.card);
  if (asked.card !== undefined && byCard === undefined) return unknown('card', '••••');
  if (asked.member === undefined) return yes(byCard ?? {});
  const found = await identify(reports, reports.look, reports.programs.settings().tenant(tenant), asked.member);
  if (!found.ok) return unknown('member', asked.member.member ?? '••••');
  return yes({ ...byCard, owners: await withMerged(reports, found) });
}

/** What was booked before a merge stands with the owner of then: it is the survivor's history too. */
const withMerged = async (reports: LineDeps, owner: OwnerKey): Promise<readonly bigint[]> => [
  owner.owner,
  ...(await findMerged(reports.database, owner)).map((one) => one.owner),
];

async function holderOfCard(reports: LineDeps, tenant: number, text: string) {
  const number = normaliseCardNumber(text);
  if (!number.ok) return undefined;
  for (const key of cardKeys(reports.keys, number.value)) {
    const found = await reports.look.name({ tenant, kind: CARD_NAME, key });
    if (found) return { owners: await withMerged(reports, found), card: found.subject };
  }
  return undefined;
}

// What tables show has one of these references.
const FAMILIES = [FAMILY.sale, FAMILY.return, FAMILY.void, FAMILY.redeem, FAMILY.load, FAMILY.adjust];

async function placesOfReceipt(reports: LineDeps, tenant: number, receipt: string): Promise<readonly Place[]> {
  const settings = reports.partners.settings();
  const terminals = settings.outletsOf(tenant).flatMap(({ outlet }) => settings.terminalsOf(outlet));
  const spaces = [
    0n,
    ...settings.partnersOf(tenant).map(({ partner }) => 2n * BigInt(partner)),
    ...terminals.filter((one) => one.hasOwnReferences).map(({ terminal }) => 2n * BigInt(terminal) + 1n),
  ];
  const reference = referenceBytes(receipt);
  const found = await Promise.all(
    spaces.flatMap((space) => FAMILIES.map((family) => reports.look.reference({ tenant, space, family, reference }))),
  );
  const places = found.flatMap((one) => (one?.outcome === 'b' ? [{ lane: one.lane, seq: one.seq }] : []));
  return readPlacesOfReceipt(reports.database, tenant, receipt, places);
}
