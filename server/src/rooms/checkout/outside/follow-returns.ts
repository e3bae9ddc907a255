import { createFollower, type Follower, type JournalWatch } from '../../../platform/followers/index.ts';
import { readJournalPage, type FollowedOperation } from '../../ledger/index.ts';
import type { ReturnRecord } from '../return-record.ts';
import type { OutsideDeps } from './give-up.ts';

const GIVES_BACK = new Set(['checkout.return', 'checkout.void']);

/**
 * Follows the journal: what a return or void owes a card of another processor is written down as a refund, in the transaction of the
 * cursor. So it is owed once, and no return waits for a processor.
 */
export const followReturns = (deps: OutsideDeps, watch: JournalWatch, onFailure?: (error: unknown) => void): Follower =>
  createFollower<FollowedOperation>({
    name: 'checkout.outside_refunds',
    database: deps.database,
    watch,
    read: readJournalPage,
    effect: async (tx, rows) => {
      for (const { kind, tenant, lane, seq, record } of rows) {
        if (!GIVES_BACK.has(kind)) continue;
        const { refund = [] } = (record ?? {}) as Partial<ReturnRecord>;
        for (const [n, { amount, outside }] of refund.entries()) {
          if (outside === undefined) continue;
          await deps.processors.refundLater(tx, {
            ...{ tenant, redemption: BigInt(outside.payment), amount: BigInt(amount) },
            source: `${lane}/${seq}/${n}`,
          });
        }
      }
    },
    ...(onFailure && { onFailure }),
  });
