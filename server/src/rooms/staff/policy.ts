/** What a tenant decides about its people. */
export type StaffPolicy = {
  /** Whether a credential that belongs to nobody may approve nothing. */
  readonly approvalNeedsPerson: boolean;
  /** Whether who approves has an authenticator, since codes by e-mail go where somebody else may have led them. */
  readonly approvalNeedsAuthenticator: boolean;
  /** How long whoever was invited or changed by somebody counts as his, and an authenticator as too young to approve. */
  readonly newcomerHours: number;
  /** How many points, of whichever unit, one adjustment by hand may give or take without a second person; any where it is not said. */
  readonly handPointsMax?: number | undefined;
};

/** Three days: long enough that the real owner of an address or a phone notices. */
export const STAFF_POLICY_DEFAULTS: StaffPolicy = Object.freeze({
  approvalNeedsPerson: true,
  approvalNeedsAuthenticator: true,
  newcomerHours: 72,
});

/** True where the second lets somebody approve whom the first does not, or do alone what the first does not. */
export const isLooser = (from: StaffPolicy, to: StaffPolicy): boolean =>
  (from.approvalNeedsPerson && !to.approvalNeedsPerson) ||
  (from.approvalNeedsAuthenticator && !to.approvalNeedsAuthenticator) ||
  to.newcomerHours < from.newcomerHours ||
  (to.handPointsMax ?? ANY) > (from.handPointsMax ?? ANY);

const ANY = Number.POSITIVE_INFINITY;
