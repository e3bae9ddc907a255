/** What a request of a till may be refused for, whatever it is about: its reference and its sender. */
export const TILL_REFUSALS = [
  'operation.reference_missing',
  'operation.reference_differs',
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
  'partners.outlet.missing',
  'partners.outlet.not_found',
  'partners.outlet.closed',
  'partners.terminal.missing',
  'partners.terminal.not_found',
  'partners.terminal.not_of_credential',
  'partners.partner.suspended',
  'partners.terminal.suspended',
  'partners.terminal.may_not_request',
  'programs.program.closed',
] as const;
