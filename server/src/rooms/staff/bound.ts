/** How much somebody may move by hand without a second person: by one act and within a day, in whole units of whichever it is. */
export type Bound = {
  /** Kind of request for approval, or `*` for every kind. */
  readonly kind: string;
  /** Code of the unit, `cards` for numbers of cards, or `*` for every unit. */
  readonly unit: string;
  readonly upTo: number;
  readonly perDay: number;
};

/** What one may alone: how much by one act, and within a day, in which acts of every kind count where nobody spoke of this one. */
export type Room = Pick<Bound, 'upTo' | 'perDay'> & { readonly countsEveryKind: boolean };

export const ANY = '*';

/** The unit of acts on many cards. */
export const CARDS_UNIT = 'cards';

/**
 * What holds in a tenant that has said nothing: a bound is there from the first hour. A thousand points are ten euros in the commonest of
 * programs, what a desk gives to somebody who complains; two hundred euros are the gift card that a desk sells to a customer.
 */
export const BOUNDS_DEFAULT: readonly Bound[] = Object.freeze([
  { kind: '*', unit: '*', upTo: 1_000, perDay: 5_000 },
  { kind: 'giftcards.load', unit: '*', upTo: 200, perDay: 2_000 },
  { kind: 'giftcards.move', unit: '*', upTo: 200, perDay: 2_000 },
]);

const NOTHING: Bound = Object.freeze({ kind: ANY, unit: ANY, upTo: 0, perDay: 0 });

/** The bound that speaks most closely of this: of the kind and the unit, of the kind, of the unit, of everything; undefined where none does. */
export const boundOf = (bounds: readonly Bound[], kind: string, unit: string): Bound | undefined =>
  [
    [kind, unit],
    [kind, ANY],
    [ANY, unit],
    [ANY, ANY],
  ]
    .map(([k, u]) => bounds.find((one) => one.kind === k && one.unit === u))
    .find((one) => one !== undefined);

/**
 * What somebody may alone whose roles say this and whose tenant says that. A role that speaks of the kind stands in place of the tenant's
 * bound, upwards or downwards; of several the widest. Where nobody says anything it is nothing.
 */
export function roomOf(
  roles: readonly (readonly Bound[])[],
  tenant: readonly Bound[],
  kind: string,
  unit: string,
): Room {
  const own = roles.map((bounds) => boundOf(bounds, kind, unit)).filter((one) => one !== undefined);
  const said = own.length > 0 ? own : [boundOf(tenant, kind, unit) ?? NOTHING];
  return {
    upTo: Math.max(...said.map(({ upTo }) => upTo)),
    perDay: Math.max(...said.map(({ perDay }) => perDay)),
    countsEveryKind: said.some((one) => one.kind === ANY),
  };
}

/** True where the second lets somebody move more of anything than the first. `otherwise` holds where neither speaks. */
export function isWider(from: readonly Bound[], to: readonly Bound[], otherwise: readonly Bound[] = []): boolean {
  const all = [...from, ...to, ...otherwise];
  const kinds = new Set([ANY, ...all.map(({ kind }) => kind)]);
  const units = new Set([ANY, ...all.map(({ unit }) => unit)]);
  for (const kind of kinds) {
    for (const unit of units) {
      const before = roomOf([from], otherwise, kind, unit);
      const after = roomOf([to], otherwise, kind, unit);
      if (after.upTo > before.upTo || after.perDay > before.perDay) return true;
    }
  }
  return false;
}

/** True where two of them speak of the same kind and unit, or one lets less within a day than at once. */
export const areBoundsLost = (bounds: readonly Bound[]): boolean =>
  new Set(bounds.map(({ kind, unit }) => `${kind} ${unit}`)).size < bounds.length ||
  bounds.some(({ upTo, perDay }) => perDay < upTo);
