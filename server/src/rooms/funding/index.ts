export {
  blocksOn,
  firstOfPeriod,
  onBlock,
  paysOn,
  potOfBlock,
  potOfLimit,
  type Block,
  type Contract,
  type Terms,
} from './contract.ts';
export { createFunding, type Funding, type FundingDeps, type NewBlock, type NewContract } from './create-funding.ts';
export { positionsOf, type Position } from './positions.ts';
export { attributionOf, type Issued, type Spent } from './read/attribution.ts';
export { fundingRefusals } from './refusals.ts';
