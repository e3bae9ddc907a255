import { BOUNDS_DEFAULT, isWider, type Bound } from './bound.ts';

/** What a tenant decides about its people. */
export type StaffPolicy = {
  /** Whether a credential that belongs to nobody may approve nothing. */
  readonly approvalNeedsPerson: boolean;
  /** Whether who approves has an authenticator, since codes by e-mail go where somebody else may have led them. */
  readonly approvalNeedsAuthenticator: boolean;
  /** How long whoever was invited or changed by somebody counts as his, and an authenticator as too young to approve. */
  readonly newcomerHours: number;
  /** Whether what a credential of nobody does by hand is bound as what a person does; else its scopes alone bind it. */
  readonly credentialsAreBound: boolean;
  /** What one moves by hand without a second person, where no role of his says otherwise. */
  readonly bounds: readonly Bound[];
};

/** What is said of it: the rest comes from the defaults, which are the strict ones. */
export type StaffPolicyInput = Omit<StaffPolicy, 'credentialsAreBound' | 'bounds'> & Partial<StaffPolicy>;

/** Three days: long enough that the real owner of an address or a phone notices. */
export const STAFF_POLICY_DEFAULTS: StaffPolicy = Object.freeze({
  approvalNeedsPerson: true,
  approvalNeedsAuthenticator: true,
  newcomerHours: 72,
  credentialsAreBound: true,
  bounds: BOUNDS_DEFAULT,
});

/** The whole policy for what was said of it. */
export const completePolicy = ({ bounds, ...said }: StaffPolicyInput): StaffPolicy => ({
  ...STAFF_POLICY_DEFAULTS,
  ...said,
  bounds: [...(bounds ?? BOUNDS_DEFAULT)].sort((a, b) => (`${a.kind} ${a.unit}` < `${b.kind} ${b.unit}` ? -1 : 1)),
});

/** True where the second lets somebody approve whom the first does not, or do alone what the first does not. */
export const isLooser = (from: StaffPolicy, to: StaffPolicy): boolean =>
  (from.approvalNeedsPerson && !to.approvalNeedsPerson) ||
  (from.approvalNeedsAuthenticator && !to.approvalNeedsAuthenticator) ||
  to.newcomerHours < from.newcomerHours ||
  (from.credentialsAreBound && !to.credentialsAreBound) ||
  isWider(from.bounds, to.bounds);
