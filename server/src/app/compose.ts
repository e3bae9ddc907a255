import { createTokens } from '../kernel/token.ts';
import { createGuard } from '../platform/guard/index.ts';
import { tokenKey } from '../platform/keys.ts';
import type { Networks } from '../platform/networks.ts';
import { createLaneMachine, openLane, openOwner, type LaneMachine } from '../platform/lanes/index.ts';
import { createRepeats } from '../platform/repeats/index.ts';
import { createCards, createCardSlot } from '../rooms/cards/index.ts';
import { createCheckout, returnedSheet } from '../rooms/checkout/index.ts';
import { createSegmentNames, createSegments } from '../rooms/segments/index.ts';
import { createFraud } from '../rooms/fraud/index.ts';
import { createFunding } from '../rooms/funding/index.ts';
import { createGiftcards, createGiftSettings, createValueGone } from '../rooms/giftcards/index.ts';
import {
  createCodeQuestion,
  createDelivery,
  createGiftCardSlot,
  createMemberCardSlot,
  createReach,
  type DeliveryDeps,
} from '../rooms/delivery/index.ts';
import { createAccounts, journalWriter, recordSheet, type JournalEntry } from '../rooms/ledger/index.ts';
import { bindErasure } from '../rooms/memberpage/index.ts';
import { bindMerging } from '../rooms/merging/index.ts';
import { createMembers } from '../rooms/members/index.ts';
import { createNotifications } from '../rooms/notifications/index.ts';
import { createOccasions, createWelcomeSlot } from '../rooms/occasions/index.ts';
import { createPartners, SCOPES } from '../rooms/partners/index.ts';
import { createPoints, createWalletTypes } from '../rooms/points/index.ts';
import { createPrograms, raiseSettingsRevision } from '../rooms/programs/index.ts';
import { createProcessors } from '../rooms/processors/index.ts';
import { createCoupons, createPromotions, createRotation, createVersions } from '../rooms/promotions/index.ts';
import { createReports } from '../rooms/reports/index.ts';
import { createDefinitions, createTiers } from '../rooms/tiers/index.ts';
import { createRuns } from '../rooms/simulation/index.ts';
import { createStaff } from '../rooms/staff/index.ts';
import { createWebhooks, type GuardOptions } from '../rooms/webhooks/index.ts';
import { describeWith } from './describe-event.ts';
import { makeCards } from './make-cards.ts';
import { namesOfProgram } from './names-of-program.ts';
import { keeperBy } from './keeper-of-card.ts';
import type { Ground } from './ground.ts';
import { createJobs } from './jobs.ts';
import { receiptsForSignals, watchesOf } from './watch-signals.ts';
import { createLoopholeSearch } from './search-for-loopholes.ts';
import { refusalCatalogue } from './refusal-catalogue.ts';
import { SHEETS } from './sheets.ts';

/** A tenant starts with two lanes: few lanes beat many, and one alone would let no batch fill while another commits. */
const LANES_OF_A_NEW_TENANT = 2;

/** What an operator opens to webhooks: addresses of his own networks, and http to them. */
const guardFor = (allowed: Networks): GuardOptions => ({ allowAddress: allowed.includes, allowHttp: allowed.includes });

/** Puts the rooms together: which stands on which, and what fills their slots. Nothing runs before `refresh`. */
export function compose(ground: Ground) {
  const { database, keys, clock, log } = ground;
  const onFailure = (error: unknown): void =>
    log.warn({ err: error }, 'settings could not be read; the last ones stay');
  const tokens = createTokens(tokenKey(keys));
  const guard = createGuard({ database, keys, clock, limits: ground.attempts ?? {}, pace: ground.pace });
  const repeats = createRepeats({ database, keys, clock });
  const accounts = createAccounts(database);
  const programs = createPrograms({
    database,
    clock,
    onFailure,
    // Staff stands beside programs: its chain is known once both are there.
    audit: (tx, act) => staff.audit(tx, act),
    equipTenant: async (tx, tenant) => {
      for (let lane = 0; lane < LANES_OF_A_NEW_TENANT; lane++) await openLane(tx, tenant);
    },
  });
  const decimalsOf = (tenant: number, unit: string): number | undefined =>
    programs.settings().unitByCode(tenant, unit)?.decimals;
  const staff = createStaff({
    ...{ database, clock, keys, permissions: SCOPES, decimalsOf, raiseRevision: raiseSettingsRevision },
    // Partners stand above staff: their codes are known once both are there.
    placeExists: (tenant, { scope, place }) => {
      const settings = partners.settings();
      if (scope === 'program') return programs.settings().programByCode(tenant, place) !== undefined;
      if (scope === 'partner') return settings.partnerByCode(tenant, place) !== undefined;
      return scope === 'tenant' || settings.outletByCode(tenant, place) !== undefined;
    },
    sendMail: async (tx, { to, ...mail }) => {
      await notifications.enqueue(tx, { ...mail, kind: 'email', to: { email: to }, isSecret: true });
    },
    tenantOf: (tenant) => {
      if (typeof tenant === 'string') return programs.settings().tenantByCode(tenant);
      return programs.settings().tenants.find((one) => one.tenant === tenant);
    },
    equipPerson: (tx, tenant, person) => partners.equipPerson(tx, tenant, person),
    portalUrl: () => ground.portalUrl?.() ?? 'http://localhost:8080',
    onFailure: (error) => log.warn({ err: error }, 'what follows from an approval waits for the next look'),
  });
  const partners = createPartners({
    ...{ database, clock, programs, openOwner, onFailure },
    findPerson: staff.findPerson,
    audit: staff.audit,
  });
  const walletTypes = createWalletTypes(database, accounts.open, accounts.refresh, onFailure, staff.audit);
  const funding = createFunding({ database, clock, programs, partners, audit: staff.audit, onFailure });
  const segmentNames = createSegmentNames({ database, onFailure });
  const promotions = createPromotions({
    // Tiers stand beside promotions: their steps are known once both are there.
    names: (program) =>
      namesOfProgram(
        { clock, programs, partners, walletTypes, segmentNames, tiersOf: (of) => tiers.definitions.of(of) },
        program,
      ),
    refreshNames: async () => {
      await Promise.all([
        partners.refresh(),
        walletTypes.refresh(),
        segmentNames.refresh(),
        tiers.definitions.refresh(),
      ]);
    },
    fundedWallets: (program, code) => {
      const contract = funding.byCode(program, code);
      if (contract === undefined) return undefined;
      return new Set(walletTypes.ofProgram(program).flatMap((one) => (one.unit === contract.unit ? [one.code] : [])));
    },
    database,
    clock,
    programs,
    onFailure,
    audit: staff.audit,
    walletTypes: (program) => {
      const decimalsOf = (unit: number): { decimals: number } => programs.settings().unit(unit);
      return new Map(walletTypes.ofProgram(program).map((type) => [type.code, decimalsOf(type.unit)]));
    },
  });
  const versions = createVersions({
    ...{ database, clock, programs, promotions, approvals: staff.approvals, audit: staff.audit },
    // Tiers stand beside promotions: their steps are known once both are there.
    preflight: createLoopholeSearch({ clock, programs, walletTypes, definitions: () => tiers.definitions }),
  });
  const coupons = createCoupons({ database, clock, keys, programs, audit: staff.audit, onFailure });
  const rotation = createRotation({ promotions, partners });
  const simulations = createRuns({
    ...{ database, clock, tokens, programs, promotions, walletTypes },
    onFailure: (error) => log.warn({ err: error }, 'a simulation failed'),
  });
  const tiers = createTiers({
    ...{ database, clock, tokens, accounts, programs, walletTypes, audit: staff.audit },
    definitions: createDefinitions({ database, programs, walletTypes, onFailure }),
  });
  const notifications = createNotifications({
    database,
    clock,
    keys,
    tokens,
    guard: { allowAddress: ground.webhookAllow?.includes },
    audit: staff.audit,
    onFailure: (error) => log.warn({ err: error }, 'a message could not be looked after; it is tried again'),
  });
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
    ...{ rulebooks: promotions, tiers: tiers.members },
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
    ...{ database, clock, tokens, programs, partners, accounts, machine, points, audit: staff.audit },
    receipts: receiptsForSignals,
    watches: watchesOf(promotions),
    onFailure: (error) => log.warn({ err: error }, 'signals could not be looked after; they go on from where they stand'),
  });
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
    ...{ database, keys, tokens, clock, programs, cards, notifications, approvals: staff.approvals },
    folder: ground.cardFiles,
    onFailure: (error) => log.warn({ err: error }, 'a card file could not be worked on; it is taken up again'),
  });
  const jobs = createJobs({
    ...{ database, clock, log, tokens, machine, programs, accounts, walletTypes, repeats },
    ...{ staff, tiers, outside: checkout, gifts: giftDeps, deliveries: deliveryDeps, occasions: occasionDeps },
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
    segmentNames,
  ];
  const erasedList = ground.erasedList;
  bindErasure({
    ...{ database, keys, tokens, clock, guard, machine, programs, partners, accounts, walletTypes, promotions },
    ...{ members, points, delivery, notifications, staff, erasedList },
  });
  bindMerging({ database, keys, tokens, clock, machine, programs, accounts, walletTypes, tiers, staff });
  return {
    ...ground,
    erasedList,
    tokens,
    staff,
    decimalsOf,
    tenantNamed: (tenant: number) => programs.settings().tenant(tenant),
    guard,
    repeats,
    asksForCode: giftDeps.asksForCode,
    knowRange: cards.knowRange,
    accounts,
    programs,
    partners,
    walletTypes,
    promotions,
    coupons,
    tiers,
    versions,
    rotation,
    simulations,
    notifications,
    machine,
    members,
    points,
    occasions,
    // What checkout and occasions ask of rulebooks, under the name by which they ask.
    rulebooks: promotions,
    cards,
    making,
    cardSettings: cards.settings,
    giftSettings,
    funding,
    segments,
    giftcards,
    processors,
    checkout,
    delivery,
    distribution: delivery.distribution,
    webhooks,
    fraud,
    reports,
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
