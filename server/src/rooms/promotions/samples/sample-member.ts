import type { LocalDate } from '../../../kernel/local-date.ts';
import type { BasketMember } from '../basket.ts';

/** The member of the sample basket; examples say what differs. */
export const memberOf = (): BasketMember => ({
  tier: 'base',
  attributes: {},
  enrolledOn: '2026-01-15' as LocalDate,
  purchases: 3,
});
