import type { Bound } from './bound.ts';

/** Up to which amount a role may approve requests of a kind; `*` is every kind. */
export type ApprovalLimit = {
  readonly kind: string;
  /** Code of the unit. */
  readonly unit: string;
  /** In the unit's smallest step. */
  readonly amountMax: bigint;
};

/** A named set of permissions. What it allows it allows where it is granted. */
export type Role = {
  readonly role: number;
  readonly tenant: number;
  readonly code: string;
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
  readonly limits: readonly ApprovalLimit[];
  /** What whoever has it moves by hand alone, in place of what the tenant lets everybody. */
  readonly alone: readonly Bound[];
};

export type RoleInput = {
  readonly code: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly limits?: readonly ApprovalLimit[] | undefined;
  readonly alone?: readonly Bound[] | undefined;
};

/** True where the second approves anything that the first does not: a limit is higher, or is gone. */
export const approvesMore = (from: readonly ApprovalLimit[], to: readonly ApprovalLimit[]): boolean => {
  const kinds = new Set([ANY_KIND, ...[...from, ...to].map(({ kind }) => kind)]);
  const worths = [...from, ...to].flatMap(({ unit, amountMax: amount }) => [
    { unit, amount },
    { unit, amount: amount + 1n },
  ]);
  // A unit of which neither speaks.
  worths.push({ unit: '', amount: 0n });
  return [...kinds].some((kind) =>
    worths.some((worth) => coversWorth({ limits: to }, kind, worth) && !coversWorth({ limits: from }, kind, worth)),
  );
};

export const ANY_KIND = '*';

/** An amount of a unit, in its smallest step. */
export type Worth = { readonly unit: string; readonly amount: bigint };

/**
 * True where the role's limits let it approve this. A role that says nothing of the kind has no limit there; one that
 * limits the kind in other units only may not approve this unit at all.
 */
export const coversWorth = (role: Pick<Role, 'limits'>, kind: string, worth: Worth): boolean => {
  const own = role.limits.filter((limit) => limit.kind === kind);
  const limits = own.length > 0 ? own : role.limits.filter((limit) => limit.kind === ANY_KIND);
  if (limits.length === 0) return true;
  return limits.some((limit) => limit.unit === worth.unit && worth.amount <= limit.amountMax);
};
