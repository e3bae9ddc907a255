import type { Logger } from 'pino';
import { createRepeatsJobs, type Repeats } from '../platform/repeats/index.ts';
import { createCheckoutJobs } from '../rooms/checkout/jobs/index.ts';
import type { DeliveryDeps } from '../rooms/delivery/index.ts';
import { createDeliveryJobs } from '../rooms/delivery/jobs/index.ts';
import { createGiftJobs } from '../rooms/giftcards/jobs/index.ts';
import { createOccasionJobs } from '../rooms/occasions/jobs/index.ts';
import { createPointsJobs } from '../rooms/points/jobs/index.ts';
import { createPromotionJobs } from '../rooms/promotions/jobs/index.ts';
import { createSegmentJobs } from '../rooms/segments/jobs/index.ts';
import type { Staff } from '../rooms/staff/index.ts';
import { createStaffJobs } from '../rooms/staff/jobs/index.ts';
import { createTierJobs } from '../rooms/tiers/jobs/index.ts';
import type { Tiers } from '../rooms/tiers/index.ts';

type PointsDeps = Parameters<typeof createPointsJobs>[0];
type TierDeps = Parameters<typeof createTierJobs>[0];

/** What the rooms' own jobs stand on. */
export type JobsDeps = Omit<PointsDeps & TierDeps, 'onFailure' | 'definitions' | 'memberTiers'> & {
  readonly log: Logger;
  readonly repeats: Repeats;
  readonly staff: Pick<Staff, 'approvals'>;
  readonly tiers: Pick<Tiers, 'definitions' | 'members'>;
  readonly outside: Parameters<typeof createCheckoutJobs>[0]['outside'];
  readonly gifts: Omit<Parameters<typeof createGiftJobs>[0], 'machine' | 'onFailure'>;
  readonly deliveries: DeliveryDeps;
  readonly occasions: Omit<Parameters<typeof createOccasionJobs>[0], 'machine' | 'database' | 'clock' | 'onFailure'>;
};

/** Makes the jobs that look after what time alone changes in the rooms. None is needed for a sale; one that fails is tried again. */
export function createJobs({ log, staff, tiers, outside, gifts, deliveries, occasions, ...ground }: JobsDeps) {
  const failing =
    (message: string) =>
    (error: unknown): void =>
      log.warn({ err: error }, message);
  const delivery = createDeliveryJobs(deliveries, {
    onFailure: failing('gift cards could not be delivered; they are tried again'),
  });
  const jobs = [
    createPointsJobs({
      ...ground,
      balanceMoved: tiers.members.balanceMoved,
      onFailure: failing('the sweep was broken off; balances do not wait for it'),
    }),
    createTierJobs({
      ...ground,
      ...{ definitions: tiers.definitions, memberTiers: tiers.members },
      onFailure: failing('tiers could not be swept; rules do not wait for it'),
    }),
    createGiftJobs({
      ...gifts,
      machine: ground.machine,
      onFailure: failing('gift cards could not be settled; balances do not wait for it'),
    }),
    createCheckoutJobs({
      ...ground,
      outside,
      onFailure: failing('old messages and parked returns could not be looked through'),
    }),
    createPromotionJobs({
      ...ground,
      onFailure: failing('idle slices of budgets could not be recalled; draws recall them too'),
    }),
    createSegmentJobs({
      ...ground,
      onFailure: failing('erased members could not be taken out of segments; it is tried again'),
    }),
    createOccasionJobs({
      ...occasions,
      ...{ database: ground.database, clock: ground.clock, machine: ground.machine },
      onFailure: failing('birthdays could not be celebrated; those of the last week are made up for'),
    }),
    createRepeatsJobs({
      ...ground,
      onFailure: failing('kept answers of the past could not be forgotten; it is tried again'),
    }),
    createStaffJobs({
      ...ground,
      approvals: staff.approvals,
      onFailure: failing('approvals and sessions could not be looked through'),
    }),
  ];
  return {
    start(): void {
      for (const one of jobs) one.start();
      delivery.start();
    },
    /** Stops all but the deliveries. */
    async stop(): Promise<void> {
      await Promise.all(jobs.map((one) => one.stop()));
    },
    /** Stops the deliveries: after the rooms that hand them something. */
    stopDeliveries: (): Promise<void> => delivery.stop(),
  };
}
