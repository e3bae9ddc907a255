/** What a tenant decides about its people. */
export type StaffPolicy = {
  /** Whether a credential that belongs to nobody may approve nothing. */
  readonly approvalNeedsPerson: boolean;
};

export const STAFF_POLICY_DEFAULTS: StaffPolicy = Object.freeze({ approvalNeedsPerson: true });
