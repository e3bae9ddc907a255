import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { addContract } from './add-contract.ts';
import { buyBlock } from './buy-block.ts';
import { getAttribution } from './get-attribution.ts';
import { listContracts } from './list-contracts.ts';
import type { FundingRouteDeps } from './room-endpoint.ts';

/** The endpoints of this room. */
export const fundingRoutes = (deps: FundingRouteDeps): readonly Endpoint<Principal>[] => [
  listContracts(deps),
  addContract(deps),
  buyBlock(deps),
  getAttribution(deps),
];
