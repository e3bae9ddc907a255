import { randomBytes } from 'node:crypto';
import { assert } from '../src/kernel/assert.ts';
import { instant } from '../src/kernel/instant.ts';
import { createTokens } from '../src/kernel/token.ts';
import { manualClock } from '../src/platform/clock.ts';
import { freshDatabase } from '../src/platform/database/template.ts';
import { tokenKey, type Keys } from '../src/platform/keys.ts';
import {
  createLaneMachine,
  FAMILY,
  nameSheet,
  openLane,
  ownerSheet,
  phoneSheet,
  referenceSheet,
  type Sheet,
} from '../src/platform/lanes/index.ts';
import { cardsRoutes } from '../src/rooms/cards/http/routes.ts';
import { cardsSheets, createCards, createCardSlot } from '../src/rooms/cards/index.ts';
import { journalWriter, recordSheet, type JournalEntry } from '../src/rooms/ledger/index.ts';
import { membersRoutes } from '../src/rooms/members/http/routes.ts';
import { createMembers, memberArrival, membersSheets, type EnrolmentInput } from '../src/rooms/members/index.ts';
import { createNotifications } from '../src/rooms/notifications/index.ts';
import { createPrograms } from '../src/rooms/programs/index.ts';

const LANES_PER_TENANT = 3;

const testKeys = (): Keys => {
  const one = (bytes: number) => [{ number: 1, secret: randomBytes(bytes) }];
  return { wrapping: one(32), digest: one(32), signing: one(32), token: one(16) };
};

export type MemberRooms = Awaited<ReturnType<typeof openMemberRooms>>;

/** Two tenants, each with a program `club` and lanes, and the rooms members and cards on a lane machine over a fresh database. */
export async function openMemberRooms() {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const clock = manualClock(instant(1_767_225_600_000_000));
  const keys = testKeys();
  const tokens = createTokens(tokenKey(keys));
  const programs = createPrograms({ database, clock });
  await programs.refresh();
  const tenants: { tenant: number; program: number }[] = [];
  for (const code of ['mercado', 'vecino']) {
    const opened = await programs.openTenant({ code, name: code, defaultCountry: 'ES' });
    assert(opened.ok, 'the tenant opens');
    const { tenant } = opened.tenant;
    for (let i = 0; i < LANES_PER_TENANT; i++) await openLane(database, tenant);
    await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' });
    const club = await programs.openProgram(tenant, {
      code: 'club',
      name: 'Club',
      zone: 'Europe/Madrid',
      currency: 'EUR',
    });
    assert(club.ok, 'the program opens');
    tenants.push({ tenant, program: club.program.program });
  }
  const sheets = [referenceSheet, ownerSheet, nameSheet, phoneSheet] as unknown as Sheet<never, unknown>[];
  const machine = createLaneMachine<JournalEntry>(database, {
    journal: journalWriter,
    records: recordSheet,
    sheets: [...sheets, ...membersSheets, ...cardsSheets],
  });
  const cards = createCards({ database, keys, tokens, programs, clock });
  await cards.refresh();
  const slot = createCardSlot({ database, keys, tokens, settings: cards.settings, knowRange: cards.knowRange });
  const notifications = createNotifications({ database, clock, keys, tokens });
  const members = createMembers({ database, keys, tokens, programs, clock, cards: slot, notifications });
  const house = {
    database,
    clock,
    keys,
    tokens,
    programs,
    machine,
    cards,
    members,
    notifications,
    knowRange: cards.knowRange,
    // No promotion asks for anything here.
    promotions: { refresh: () => Promise.resolve(), speaksOf: () => undefined },
  };
  let references = 0;
  const name = (family: 'm' | 'c', reference = `test-${++references}`) => ({ space: 0n, family, reference });
  return {
    ...house,
    name,
    tenants: tenants as [{ tenant: number; program: number }, { tenant: number; program: number }],
    endpoints: [...membersRoutes({ ...house, staff: { approvals: { isByHand: () => false } } }), ...cardsRoutes(house)],
    /** Enrols through the lane machine; a fresh reference unless one is given. */
    enrol: (input: EnrolmentInput, reference?: string) =>
      machine.submit(members.enrolment, memberArrival(keys, name(FAMILY.member, reference), input, input)),
    async close() {
      await machine.stop();
      await fresh.drop();
    },
  };
}
