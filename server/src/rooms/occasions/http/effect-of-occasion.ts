import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Effect } from '../../../platform/http/endpoint.ts';
import type { Arrival } from '../../../platform/lanes/index.ts';
import { foreseeAct, worthOfAll } from '../../staff/index.ts';
import type { OccasionTold } from '../tell-occasion.ts';
import type { OccasionRouteDeps } from './room-endpoint.ts';

/** The kind of request by which occasions wait. */
export const OCCASION = 'occasions.occasion';

/**
 * What an occasion would bring, decided now and not booked. None where it brings nothing, or was told before under that reference. Coupons and stamps
 * have no number that bounds could be held against: a second person is asked for them always. Refuses what telling it would.
 */
export const effectOfOccasion = (
  { machine, occasions, programs }: OccasionRouteDeps,
  program: string,
  arrival: Arrival<OccasionTold>,
): Promise<Ok<{ readonly effect?: Effect | undefined }> | Refusal> =>
  foreseeAct(machine, occasions.quote, arrival, (answer) => {
    const { name, member, earned, coupons = [], stamps = [] } = answer;
    const isUncounted = coupons.length + stamps.length > 0;
    if (earned.length === 0 && !isUncounted) return undefined;
    const { worth, isAlwaysByTwo } = worthOfAll(
      (unit) => programs.settings().unitByCode(arrival.tenant, unit)?.decimals,
      earned,
    );
    const facts = {
      ...{ program, occasion: name, member },
      // When they begin and end is told by the moment of the yes.
      earned: earned.map(({ walletType, points, unit }) => ({ walletType, points, unit })),
      ...(coupons.length > 0 && { coupons: coupons.map(({ coupon, count }) => `${count} ${coupon}`) }),
      ...(stamps.length > 0 && { stamps: stamps.map(({ card, count }) => `${count} ${card}`) }),
    };
    return { subject: member, facts, worth, isAlwaysByTwo: isAlwaysByTwo === true || isUncounted };
  });
