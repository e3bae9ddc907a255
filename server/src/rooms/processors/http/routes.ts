import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { configureProcessor } from './configure-processor.ts';
import { closeDiscrepancy, listDiscrepancies } from './discrepancies.ts';
import { enquireBalance } from './enquire-balance.ts';
import { getPayment, redeemOutside, reverseOutside } from './redeem.ts';
import type { ProcessorRouteDeps } from './room-endpoint.ts';
import { getProcessor, listProcessors } from './show-processors.ts';

/** Every endpoint of this room. */
export const processorRoutes = (deps: ProcessorRouteDeps): Endpoint<Principal>[] => [
  configureProcessor(deps),
  listProcessors(deps),
  getProcessor(deps),
  enquireBalance(deps),
  redeemOutside(deps),
  reverseOutside(deps),
  getPayment(deps),
  listDiscrepancies(deps),
  closeDiscrepancy(deps),
];
