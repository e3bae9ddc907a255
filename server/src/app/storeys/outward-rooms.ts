import { returnedSheet } from '../../rooms/checkout/index.ts';
import {
  createDelivery,
  createGiftCardSlot,
  createMemberCardSlot,
  createReach,
  type DeliveryDeps,
} from '../../rooms/delivery/index.ts';
import { createReports } from '../../rooms/reports/index.ts';
import { createWebhooks } from '../../rooms/webhooks/index.ts';
import { describeWith } from '../describe-event.ts';
import type { Ground } from '../ground.ts';
import { makeCards } from '../make-cards.ts';
import { guardFor } from './guard-for.ts';
import type { RuleRooms } from './rule-rooms.ts';
import type { SettingsRooms } from './settings-rooms.ts';
import type { ValueRooms } from './value-rooms.ts';

/** The rooms that carry things out of the house: cards on their way to people, events, reports, files of cards. */
export function composeOutwardRooms(
  ground: Ground,
  { tokens, guard, programs, staff, partners, walletTypes, notifications }: SettingsRooms,
  { tiers }: RuleRooms,
  { machine, cards, members, giftcards, checkout, points, occasions, fraud }: ValueRooms,
) {
  const { database, keys, clock, log } = ground;
  const deliveryDeps: DeliveryDeps = {
    ...{ database, keys, tokens, clock, guard, programs, partners, notifications, look: machine.look },
    phoneCodes: members,
    audit: staff.audit,
    giftCards: createGiftCardSlot({
      ...{ database, keys, clock, programs, machine, giftcards },
      settings: cards.settings,
    }),
    memberCards: createMemberCardSlot({ database, keys, clock, machine, cards, enrolment: members.enrolment }),
    sales: { isVoided: async (place) => (await machine.look.row(returnedSheet, place))?.isVoided === true },
    reach: createReach({ database, clock }),
  };
  const delivery = createDelivery(deliveryDeps);
  notifications.onState(delivery.hearState);
  const webhooks = createWebhooks({
    database,
    clock,
    keys,
    tokens,
    describe: describeWith({ checkout, points, occasions, giftcards, tiers, fraud, tokens }),
    audit: staff.audit,
    ...(ground.webhookAllow ? { guard: guardFor(ground.webhookAllow) } : {}),
    onFailure: (error, endpoint) => log.warn({ err: error, endpoint }, 'a webhook endpoint could not be served'),
  });
  const reports = createReports({
    ...{
      database,
      clock,
      tokens,
      keys,
      programs,
      partners,
      walletTypes,
      cardSettings: cards.settings,
      look: machine.look,
    },
    audit: staff.audit,
    staff,
    folder: ground.exports,
    onFailure: (error) =>
      log.warn({ err: error }, 'reports could not follow the journal; they go on from where they stand'),
    onDifference: (difference) => log.error(difference, 'operation lines and ledger do not come to the same'),
  });
  const { making, makingJobs } = makeCards({
    ...{
      database,
      keys,
      tokens,
      clock,
      programs,
      cards,
      notifications,
      approvals: staff.approvals,
      audit: staff.audit,
    },
    folder: ground.cardFiles,
    onFailure: (error) => log.warn({ err: error }, 'a card file could not be worked on; it is taken up again'),
  });
  return { deliveryDeps, delivery, webhooks, reports, making, makingJobs };
}
