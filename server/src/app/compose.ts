import { bindErasure } from '../rooms/memberpage/index.ts';
import { bindMerging } from '../rooms/merging/index.ts';
import type { Ground } from './ground.ts';
import { createJobs } from './jobs.ts';
import { refusalCatalogue } from './refusal-catalogue.ts';
import { composeOutwardRooms } from './storeys/outward-rooms.ts';
import { composeRuleRooms } from './storeys/rule-rooms.ts';
import { composeSettingsRooms } from './storeys/settings-rooms.ts';
import { composeValueRooms } from './storeys/value-rooms.ts';

/**
 * Puts the rooms together, storey on storey: which stands on which, and what fills their slots. Nothing runs before `refresh`.
 *
 *     outward    delivery · webhooks · reports · files of cards
 *     values     lanes · cards · members · gift cards · points · checkout
 *     rules      tiers · promotions · versions · coupons
 *     settings   programs · staff · partners · wallet types · notifications
 */
export function compose(ground: Ground) {
  const settings = composeSettingsRooms(ground);
  const rules = composeRuleRooms(ground, settings, {
    settings: () => values.cards.settings(),
    refresh: () => values.cards.refresh(),
  });
  const values: ReturnType<typeof composeValueRooms> = composeValueRooms(ground, settings, rules);
  const outward = composeOutwardRooms(ground, settings, rules, values);

  const { database, keys, clock, log, erasedList } = ground;
  const { tokens, guard, repeats, accounts, programs, decimalsOf } = settings;
  const { staff, partners, walletTypes, funding, notifications } = settings;
  const { tiers, promotions, versions, coupons, rotation, simulations } = rules;
  const { machine, cards, members, occasions, giftSettings, giftcards, processors } = values;
  const { giftDeps, checkout, segments, points, fraud } = values;
  const { delivery, webhooks, reports, making, makingJobs } = outward;
  const jobs = createJobs({
    ...{ database, clock, log, tokens, machine, programs, accounts, walletTypes, repeats },
    ...{ staff, tiers, outside: checkout, gifts: giftDeps },
    ...{ deliveries: outward.deliveryDeps, occasions: values.occasionDeps },
  });
  const followers = [
    programs,
    partners,
    cards,
    walletTypes,
    giftSettings,
    funding,
    promotions,
    coupons,
    tiers.definitions,
    rules.segmentNames,
  ];
  bindErasure({
    ...{ database, keys, tokens, clock, guard, machine, programs, partners, accounts, walletTypes, promotions },
    ...{ members, points, delivery, notifications, staff, erasedList },
  });
  bindMerging({ database, keys, tokens, clock, machine, programs, accounts, walletTypes, tiers, staff });
  return {
    ...ground,
    // Named, since what is not told is nothing here, not absent.
    erasedList,
    ...{ tokens, guard, repeats, accounts, programs, decimalsOf, staff, partners, walletTypes, funding, notifications },
    ...{ tiers, promotions, versions, coupons, rotation, simulations },
    ...{ machine, cards, members, occasions, giftSettings, giftcards, processors, checkout, segments, points, fraud },
    ...{ delivery, webhooks, reports, making },
    tenantNamed: (tenant: number) => programs.settings().tenant(tenant),
    asksForCode: giftDeps.asksForCode,
    knowRange: cards.knowRange,
    cardSettings: cards.settings,
    // What checkout and occasions ask of rulebooks, under the name by which they ask.
    rulebooks: promotions,
    distribution: delivery.distribution,
    catalogue: refusalCatalogue,
    /** Reads all settings; to be awaited once before anything is asked. */
    async refresh(): Promise<void> {
      await programs.refresh();
      await accounts.refresh();
      await Promise.all([partners.refresh(), cards.refresh(), walletTypes.refresh()]);
      await giftSettings.refresh();
      await funding.refresh();
      await promotions.refresh();
      await coupons.refresh();
      await tiers.definitions.refresh();
    },
    /** From now on changes of settings by other processes are seen within a second. */
    watch: (): void => {
      for (const one of followers) one.watch();
      webhooks.start();
      reports.start();
      fraud.start();
      notifications.start();
      processors.start();
      simulations.jobs.start();
      makingJobs.start();
      jobs.start();
    },
    /** Takes no more operations, finishes those under way, stops following. */
    async stop(): Promise<void> {
      await processors.stop();
      await Promise.all([
        webhooks.stop(),
        reports.stop(),
        fraud.stop(),
        notifications.stop(),
        jobs.stop(),
        simulations.jobs.stop(),
        staff.settled(),
        makingJobs.stop(),
      ]);
      await jobs.stopDeliveries();
      await machine.stop();
      await Promise.all(followers.map((one) => one.stop()));
    },
  };
}

export type House = ReturnType<typeof compose>;
