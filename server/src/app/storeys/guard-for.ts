import type { Networks } from '../../platform/networks.ts';
import type { GuardOptions } from '../../rooms/webhooks/index.ts';

/** What an operator opens to webhooks: addresses of his own networks, and http to them. */
export const guardFor = (allowed: Networks): GuardOptions => ({
  allowAddress: allowed.includes,
  allowHttp: allowed.includes,
});
