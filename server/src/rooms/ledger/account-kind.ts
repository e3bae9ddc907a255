/** The program's own side of every movement. */
export const ACCOUNT_KINDS = [
  'issuance',
  'redemption',
  'breakage',
  'write_off',
  'adjustment',
  'opening',
  'funding',
  'between_lanes',
  'fee',
  'cash_out',
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];
