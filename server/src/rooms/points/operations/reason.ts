/** Why a person changes points by hand. A closed list: free text would bring persons into the journal. */
export const ADJUSTMENT_REASONS = [
  'goodwill',
  'complaint',
  'correction',
  'campaign',
  'fraud',
  'review',
  'member_request',
  'other',
] as const;
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];

/** What an act by a person says of itself: in which program, why, and which credential asks. */
export type ByHand = { readonly reason: AdjustmentReason; readonly by: string };
