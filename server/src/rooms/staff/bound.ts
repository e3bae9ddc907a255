import { currencyDecimals } from '../../kernel/currency.ts';

/** How much somebody may move by hand without a second person: by one act and within a day, in whole units of whichever it is. */
export type Bound = {
  /** Kind of request for approval, or `*` for every kind. */
  readonly kind: string;
  /** Code of the unit, `cards` for numbers of cards, `money` for every currency, or `*` for every unit. */
  readonly unit: string;
  readonly upTo: number;
  readonly perDay: number;
};

/** What one may alone: how much by one act, and within a day, in which acts of every kind count where nobody spoke of this one. */
export type Room = Pick<Bound, 'upTo' | 'perDay'> & {
  readonly countsEveryKind: boolean;
  /** Whether anybody said anything of it; where nobody did it is nothing. */
  readonly isSaid: boolean;
};

export const ANY = '*';

/** The word for all currencies: a hundred of them are another thing than a hundred points. */
export const MONEY = 'money';

/** The unit of acts on many cards. */
export const CARDS_UNIT = 'cards';

/**
 * What holds in a tenant that has said nothing: a bound is there from the first hour. A thousand points are ten euros in the commonest of
 * programs, what a desk gives to somebody who complains; two hundred euros are the gift card that a desk sells to a customer, and ten of
 * those a day's work. A thousand cards are a batch for one shop.
 */
export const BOUNDS_DEFAULT: readonly Bound[] = Object.freeze([
  { kind: '*', unit: '*', upTo: 1_000, perDay: 5_000 },
  { kind: '*', unit: 'money', upTo: 200, perDay: 2_000 },
]);

const NOTHING: Bound = Object.freeze({ kind: ANY, unit: ANY, upTo: 0, perDay: 0 });

/** The bound that speaks most closely of this: first of the kind, then of any; and there of the unit, of its sort, of any. */
export const boundOf = (
  bounds: readonly Bound[],
  kind: string,
  unit: string,
  isMoney = currencyDecimals(unit) !== undefined,
): Bound | undefined => {
  const units = [unit, ...(isMoney ? [MONEY] : []), ANY];
  const named = [kind, ANY].flatMap((k) => units.map((u) => bounds.find((one) => one.kind === k && one.unit === u)));
  return named.find((one) => one !== undefined);
};

/**
 * What somebody may alone whose roles say this and whose tenant says that. A role that speaks of the kind stands in place of the tenant's
 * bound, upwards or downwards; of several the widest. Where nobody says anything it is nothing.
 */
export function roomOf(
  roles: readonly (readonly Bound[])[],
  tenant: readonly Bound[],
  kind: string,
  unit: string,
  isMoney?: boolean,
): Room {
  const own = roles.map((bounds) => boundOf(bounds, kind, unit, isMoney)).filter((one) => one !== undefined);
  const ofTenant = boundOf(tenant, kind, unit, isMoney);
  const said = own.length > 0 ? own : [ofTenant ?? NOTHING];
  return {
    upTo: Math.max(...said.map(({ upTo }) => upTo)),
    perDay: Math.max(...said.map(({ perDay }) => perDay)),
    countsEveryKind: said.some((one) => one.kind === ANY),
    isSaid: own.length > 0 || ofTenant !== undefined,
  };
}

/** True where the second lets somebody move more of anything than the first. `otherwise` holds where neither speaks. */
export function isWider(from: readonly Bound[], to: readonly Bound[], otherwise: readonly Bound[] = []): boolean {
  const all = [...from, ...to, ...otherwise];
  const kinds = new Set([ANY, ...all.map(({ kind }) => kind)]);
  const units = new Set([ANY, ...all.map(({ unit }) => unit)]);
  // A unit of which nothing is said may be a currency or not.
  const asked = [...kinds].flatMap((kind) =>
    [...units].flatMap((unit) => [false, true].map((m) => [kind, unit, m] as const)),
  );
  return asked.some(([kind, unit, isMoney]) => {
    const before = roomOf([from], otherwise, kind, unit, isMoney);
    const after = roomOf([to], otherwise, kind, unit, isMoney);
    // A kind that counts by itself has a day of its own beside that of all the others.
    const counts = before.countsEveryKind && !after.countsEveryKind && after.perDay > 0;
    return counts || after.upTo > before.upTo || after.perDay > before.perDay;
  });
}

/** True where two of them speak of the same kind and unit, or one lets less within a day than at once. */
export const areBoundsLost = (bounds: readonly Bound[]): boolean =>
  new Set(bounds.map(({ kind, unit }) => `${kind} ${unit}`)).size < bounds.length ||
  bounds.some(({ upTo, perDay }) => perDay < upTo);
