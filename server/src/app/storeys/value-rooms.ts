import { createLaneMachine, type LaneMachine } from '../../platform/lanes/index.ts';
import { createCards, createCardSlot } from '../../rooms/cards/index.ts';
import { createCheckout } from '../../rooms/checkout/index.ts';
import { createCodeQuestion } from '../../rooms/delivery/index.ts';
import { createFraud } from '../../rooms/fraud/index.ts';
import { createGiftcards, createGiftSettings, createValueGone } from '../../rooms/giftcards/index.ts';
import { journalWriter, recordSheet, type JournalEntry } from '../../rooms/ledger/index.ts';
import { createMembers } from '../../rooms/members/index.ts';
import { createOccasions, createWelcomeSlot } from '../../rooms/occasions/index.ts';
import { createPoints } from '../../rooms/points/index.ts';
import { createProcessors } from '../../rooms/processors/index.ts';
import { createSegments } from '../../rooms/segments/index.ts';
import type { Ground } from '../ground.ts';
import { keeperBy } from '../keeper-of-card.ts';
import { SHEETS } from '../sheets.ts';
import { receiptsForSignals, watchesOf } from '../watch-signals.ts';
import { guardFor } from './guard-for.ts';
import type { RuleRooms } from './rule-rooms.ts';
import type { SettingsRooms } from './settings-rooms.ts';

/** The rooms in which value moves: the lanes and all that books in them, cards, members, gift cards, points and the till's receipts. */
export function composeValueRooms(
  ground: Ground,
  { onFailure, tokens, guard, accounts, programs, staff, partners, walletTypes, funding, notifications }: SettingsRooms,
  { segmentNames, tiers, promotions, coupons }: RuleRooms,
) {
  const { database, keys, clock, log } = ground;
  const machine: LaneMachine<JournalEntry> = createLaneMachine(
    database,
    { journal: journalWriter, records: recordSheet, sheets: SHEETS, clock: ground.movesTime ? clock : undefined },
    ground.machine,
  );
  const cards = createCards({
    ...{ database, keys, tokens, programs, clock, approvals: staff.approvals, audit: staff.audit, onFailure },
    valueGone: createValueGone(tokens),
    folder: ground.cardFiles,
  });
  const occasionDeps = {
    ...{ keys, tokens, programs, partners, accounts, walletTypes, funding, coupons },
    ...{ rulebooks: promotions, tiers: tiers.members, cardSettings: cards.settings },
  };
  const occasions = createOccasions(occasionDeps);
  const members = createMembers({
    database,
    keys,
    tokens,
    programs,
    clock,
    cards: createCardSlot({ database, keys, tokens, settings: cards.settings, knowRange: cards.knowRange }),
    tierSlot: tiers.slot,
    welcome: createWelcomeSlot(occasionDeps),
    notifications,
  });
  const giftSettings = createGiftSettings({
    ...{ database, clock, programs, walletTypes, accounts, cards, audit: staff.audit, onFailure },
  });
  const giftDeps = {
    ...{ database, clock, keys, tokens, programs, accounts, walletTypes, giftSettings },
    cardSettings: cards.settings,
    knowRange: cards.knowRange,
    guard,
    asksForCode: createCodeQuestion({ database, clock }),
  };
  const giftcards = createGiftcards(giftDeps);
  const processors = createProcessors({
    ...{ database, clock, keys, tokens, programs, keeperOf: keeperBy(cards.settings), audit: staff.audit },
    ...(ground.webhookAllow ? { guard: guardFor(ground.webhookAllow) } : {}),
    onFailure: (error) => log.warn({ err: error }, 'a processor could not be looked after; it is tried again'),
  });
  const checkout = createCheckout({
    ...{
      database,
      keys,
      tokens,
      programs,
      partners,
      accounts,
      walletTypes,
      rulebooks: promotions,
      coupons,
      funding,
      clock,
      machine,
    },
    gifts: giftDeps,
    tiers: tiers.members,
    checkPhoneCode: members.checkPhoneCode,
    processors,
    onOutsideFailure: (error) =>
      log.warn({ err: error }, 'what another processor has paid could not be undone; it is tried again'),
  });
  const segments = createSegments({
    database,
    clock,
    keys,
    tokens,
    programs,
    machine,
    audit: staff.audit,
    names: segmentNames,
  });
  const { balanceMoved } = tiers.members;
  const points = createPoints({
    ...{ keys, tokens, programs, accounts, walletTypes, balanceMoved },
    quotes: checkout.keptByQuote,
  });
  const fraud = createFraud({
    ...{ database, clock, tokens, programs, partners, accounts, walletTypes, machine, points, audit: staff.audit },
    receipts: receiptsForSignals,
    watches: watchesOf(promotions),
    onFailure: (error) =>
      log.warn({ err: error }, 'signals could not be looked after; they go on from where they stand'),
  });
  return {
    ...{ machine, cards, occasions, occasionDeps, members, giftSettings, giftDeps, giftcards, processors, checkout },
    ...{ segments, points, fraud },
  };
}

export type ValueRooms = ReturnType<typeof composeValueRooms>;
