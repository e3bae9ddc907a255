export { createProcessors } from './create-processors.ts';
export type { Processors, ProcessorShown, RedemptionShown } from './create-processors.ts';
export type { ProcessorInput } from './configure-processor.ts';
export type { Discrepancy, DiscrepancyKind } from './discrepancy.ts';
export type { Answer, ProcessorPort, ToldTransaction } from './port.ts';
export type { KeeperOf } from './processor.ts';
export type { Redemption, RedemptionState } from './redemption.ts';
export { processorsRefusals } from './refusals.ts';
export type { WebService } from './web-service.ts';
