import type { Approval } from '../../staff/index.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import type { MergingDeps } from '../deps.ts';

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

/** What a quote may be refused for by the lane machine. */
export const QUOTE_REFUSALS = ['operation.owner_moving', 'operation.not_taken'] as const;

/** What an act may be refused for besides. */
export const ACT_REFUSALS = [
  ...QUOTE_REFUSALS,
  'operation.reference_reused',
  'operation.voided_before',
  'staff.approval.reference_reused',
] as const;

/** A request that waits for a second person, or did. */
export const waits = ({ tokens }: MergingDeps, { approval, state }: Approval) => ({
  status: 202 as const,
  body: { approval: tokens.encode('appr', 0, approval), state },
});

/** A value without what is undefined or readonly, as the contract's types want it. */
export const listed = <One extends object>(items: readonly One[]): One[] => items.map((one) => ({ ...one }));
