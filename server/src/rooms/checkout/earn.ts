import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { activatesAt, expiresAt } from '../../kernel/validity.ts';
import type { Program } from '../programs/index.ts';
import { isIdleType, type WalletType, type WalletTypes } from '../points/index.ts';
import type { Fund, Funds, Grant } from '../promotions/index.ts';

/** Points of one wallet type that begin and end together: they become one lot. */
export type Earning = {
  readonly type: WalletType;
  readonly points: bigint;
  readonly activeAt: Instant;
  readonly expiresAt: Instant;
  /** Who pays for them; the till's partner issues them where nobody does. */
  readonly fund?: Fund | undefined;
};

/**
 * Turns grants into lots: dates by the promotion where it says so, else by the wallet type, counted from the sale in the program's
 * calendar, and who pays for them; the validity of pending points begins with their activation (semantics 3.2). Points that end together
 * with all others of their wallet take no validity from a promotion.
 */
export function earningsOf(
  walletTypes: WalletTypes,
  program: Program,
  grants: readonly Grant[],
  occurredAt: Instant,
  funds?: Funds,
): Earning[] {
  const earnings = new Map<string, Earning>();
  // Most grants say nothing of their dates: those of the wallet type are computed once.
  const usual = new Map<WalletType, { activeAt: Instant; endsAt: Instant }>();
  const datesOf = ({ activation, validity }: Grant, type: WalletType): { activeAt: Instant; endsAt: Instant } => {
    const isUsual = activation === undefined && (validity === undefined || isIdleType(type));
    const known = isUsual ? usual.get(type) : undefined;
    if (known) return known;
    const activeAt = activatesAt(activation ?? type.activation, occurredAt, program.zone);
    const dates = {
      activeAt,
      endsAt: expiresAt(isIdleType(type) ? type.expiry : (validity ?? type.expiry), activeAt, program.zone),
    };
    if (isUsual) usual.set(type, dates);
    return dates;
  };
  for (const grant of grants) {
    const type = walletTypes.byCode(program.program, grant.walletType);
    assert(type, `a published promotion pays into wallet type ${grant.walletType}`);
    const { activeAt, endsAt } = datesOf(grant, type);
    const fund = funds?.found.get(grant.promotion);
    const key = `${type.walletType}/${activeAt}/${endsAt}/${fund?.contract.contract ?? 0}`;
    const known = earnings.get(key);
    earnings.set(key, { type, activeAt, expiresAt: endsAt, points: (known?.points ?? 0n) + grant.points, fund });
  }
  return [...earnings.values()];
}
