// A whole house on a database of its own: settings, people and one promotion, for tests that speak of several rooms.

import { randomBytes } from 'node:crypto';
import { createApi } from '../src/app/api.ts';
import { compose, type House } from '../src/app/compose.ts';
import { assert } from '../src/kernel/assert.ts';
import { instantFromIso, type Instant } from '../src/kernel/instant.ts';
import type { Ok, Refusal } from '../src/kernel/refusal.ts';
import { systemClock, type Clock } from '../src/platform/clock.ts';
import { statement } from '../src/platform/database/sql.ts';
import { freshDatabase } from '../src/platform/database/template.ts';
import type { GuardLimits, Pace } from '../src/platform/guard/index.ts';
import type { Keys } from '../src/platform/keys.ts';
import { FAMILY, type MachineOptions } from '../src/platform/lanes/index.ts';
import type { Networks } from '../src/platform/networks.ts';
import { memberArrival } from '../src/rooms/members/index.ts';
import { SCOPES, type Principal } from '../src/rooms/partners/index.ts';
import type { Policy } from '../src/rooms/programs/index.ts';
import type { RulebookInput } from '../src/rooms/promotions/index.ts';
import { captureApi, captureLog, captureTraces } from './capture.ts';

const testKeys = (): Keys => {
  const one = (bytes: number) => [{ number: 1, secret: randomBytes(bytes) }];
  return { wrapping: one(32), digest: one(32), signing: one(32), token: one(16) };
};

/** A person of the test programs: how to show who it is, and where its account stands. */
export type Person = {
  readonly phone: string;
  readonly card: string;
  readonly member: string;
  readonly lane: number;
  readonly owner: bigint;
};

/** One point for each full euro that is not paid with points. */
export const BASE_EARN: RulebookInput['promotions'][number] = {
  code: 'base-earn',
  priority: 100,
  firstOn: '2020-01-01',
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
};

export type HouseOptions = {
  readonly clock?: Clock;
  /** `clock` is the time of operations too, instead of the database's. */
  readonly movesTime?: boolean;
  readonly policy?: Partial<Policy>;
  /** In place of the one base promotion; in force since 2020. */
  readonly promotions?: RulebookInput['promotions'];
  readonly machine?: MachineOptions;
  /** In place of single limits of attempts: a test that is wrong on purpose guesses more than a till may. */
  readonly attempts?: GuardLimits;
  /** Answers to anybody come at one time, as the program's do: for tests of that. Elsewhere a quarter of a second each is only waited. */
  readonly levelsAnswers?: boolean;
  /** Networks inside that webhooks, channels and processors may reach. */
  readonly webhookAllow?: Networks;
  /** The list of erased members beside the keys. */
  readonly erasedList?: string;
  /** Where files that somebody orders lie; without it none can be ordered. */
  readonly exports?: string;
};

const NO_PAUSES: Pace = { nowMs: () => performance.now(), sleep: () => Promise.resolve() };

/** A verb that has to succeed in a test. */
export function must<T extends Ok<object>>(outcome: T | Refusal): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal} ${JSON.stringify(outcome.facts ?? {})}`);
  return outcome;
}

const journalRows = statement<{ count: number }>(
  'test.journalRows',
  'select count(*)::int as count from ledger.journal',
);

export type TestHouse = Awaited<ReturnType<typeof makeHouse>>;

/**
 * Tenant `demo` with program `club` (EUR, Europe/Madrid), wallet types `points` (100 points pay 1 euro, 12 months to the end of
 * the month) and `promo` (pays nothing, never ends), partner `mercado` with outlets `centro` (terminals T1 and T2) and `playa`
 * (Canary time, T1), partner `farmacia` with outlet `farmacia` (T1), three members with phone and card, and a second tenant
 * `vecino` with a credential, an outlet and nobody. Close it in `afterAll`.
 */
export async function makeHouse(options: HouseOptions = {}) {
  const fresh = await freshDatabase();
  const log = captureLog();
  const house = compose({
    database: fresh.database,
    keys: testKeys(),
    clock: options.clock ?? systemClock(),
    log,
    ...(options.movesTime ? { movesTime: true } : {}),
    ...(options.machine ? { machine: options.machine } : {}),
    ...(options.attempts ? { attempts: options.attempts } : {}),
    ...(options.levelsAnswers ? {} : { pace: NO_PAUSES }),
    ...(options.webhookAllow ? { webhookAllow: options.webhookAllow } : {}),
    erasedList: options.erasedList,
    exports: options.exports,
  });
  await house.refresh();
  const demo = await openPlace(house, 'demo');
  const { tenant } = demo;
  // Tests tell stories of a quarter of an hour: their people need not have been here for days.
  await house.staff.setPolicy(
    tenant,
    { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0, credentialsAreBound: false },
    {},
    'test',
  );
  if (options.policy) must(await house.programs.setPolicy(tenant, 'club', options.policy));
  const program = house.programs.settings().programByCode(tenant, 'club');
  assert(program, 'the program was opened');
  await defineWallets(house, tenant, program.program);
  const publish = (promotions: RulebookInput['promotions'], inForceFrom?: Instant) =>
    house.promotions.publish({
      program: program.program,
      content: { earnBase: 'net_of_points', promotions },
      inForceFrom,
    });
  must(await publish(options.promotions ?? [BASE_EARN], instantFromIso('2020-01-01T00:00:00Z')));

  const vecino = await openPlace(house, 'vecino');
  const people: Person[] = [];
  for (let n = 1; n <= 3; n++) people.push(await enrol(house, tenant, program.program, n));
  const till = must(
    await house.partners.issueCredential(tenant, {
      name: 'till T1',
      outlet: 'centro',
      terminal: 'T1',
      scopes: [...SCOPES],
    }),
  );
  const principalOf = (secret: string): Principal => {
    const principal = house.partners.authenticate(secret);
    assert(!('refusal' in principal), 'the credential is good');
    return principal;
  };
  await house.refresh();
  const api = await createApi(house, { isReady: () => true, validateAnswers: true, hasDocs: false });
  captureApi(api);
  /** Asks the API as a terminal does: `request('POST /v1/sales', body)`. Speaks for terminal T1 unless another secret is given. */
  const request = async (
    what: string,
    body?: unknown,
    asked: { secret?: string; headers?: Record<string, string> } = {},
  ) => {
    const [method, url] = what.split(' ') as ['GET' | 'POST', string];
    const answer = await api.inject({
      method,
      url,
      headers: { authorization: `Bearer ${asked.secret ?? till.secret}`, ...asked.headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return { status: answer.statusCode, body: JSON.parse(answer.body || '{}') as never, headers: answer.headers };
  };
  return {
    ...house,
    api,
    request,
    url: fresh.url,
    tenant,
    /** A key of a person, issued by the machine itself: one that somebody issued counts as his. Gives its secret. */
    keyOf: async (person: string, scopes: readonly string[]): Promise<string> => {
      const id = house.tokens.decode('person', person)?.id;
      return must(await house.partners.issueCredential(tenant, { name: 'key', scopes, person: id })).secret;
    },
    /** As settings have it now. */
    program: () => house.programs.settings().program(program.program),
    people: people as [Person, Person, Person],
    /** Secrets: of terminal T1 in `centro`, of the whole tenant, of the other tenant. */
    secrets: { till: till.secret, tenant: demo.secret, vecino: vecino.secret },
    principals: {
      till: principalOf(till.secret),
      tenant: principalOf(demo.secret),
      vecino: principalOf(vecino.secret),
    },
    publish,
    setPolicy: async (policy: Partial<Policy>) => must(await house.programs.setPolicy(tenant, 'club', policy)),
    /** One more person with phone and card, by a number of his own. */
    enrol: (n: number) => enrol(house, tenant, program.program, n),
    journalCount: async () => (await fresh.database.run(journalRows))[0]?.count ?? 0,
    async close() {
      await api.close();
      await house.stop();
      await captureTraces(fresh.database);
      await fresh.drop();
    },
  };
}

/** A tenant with its units, program, partners, outlets, terminals and a credential for all of it. */
async function openPlace(house: House, code: string): Promise<{ tenant: number; secret: string }> {
  const { programs, partners } = house;
  const { tenant } = must(await programs.openTenant({ code, name: code, defaultCountry: 'ES' })).tenant;
  must(await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' }));
  must(await programs.defineUnit(tenant, { code: 'PTS', kind: 'points', decimals: 0 }));
  must(await programs.openProgram(tenant, { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' }));
  must(await partners.addPartner(tenant, { code: 'mercado', name: 'Mercado' }));
  must(await partners.addPartner(tenant, { code: 'farmacia', name: 'Farmacia' }));
  const outlets = [
    { partner: 'mercado', code: 'centro', groups: ['city'] },
    { partner: 'mercado', code: 'playa', zone: 'Atlantic/Canary', cutOverHour: 4 },
    { partner: 'farmacia', code: 'farmacia' },
  ];
  for (const outlet of outlets) {
    must(await partners.addOutlet(tenant, { ...outlet, program: 'club', name: outlet.code }));
    must(await partners.addTerminal(tenant, outlet.code, { code: 'T1' }));
  }
  must(await partners.addTerminal(tenant, 'centro', { code: 'T2', hasOwnReferences: true }));
  const issued = must(await partners.issueCredential(tenant, { name: 'everything', scopes: [...SCOPES] }));
  return { tenant, secret: issued.secret };
}

async function defineWallets(house: House, tenant: number, program: number): Promise<void> {
  const unit = house.programs.settings().unitByCode(tenant, 'PTS');
  assert(unit, 'the unit was defined');
  const decimals = { unitDecimals: 0, currencyDecimals: 2 };
  const common = { tenant, program, unit: unit.unit, rules: {}, activation: 'none' } as const;
  const expiry = { after: { months: 12 }, roundTo: 'month' } as const;
  must(
    await house.walletTypes.define(
      { ...common, code: 'points', spendOrder: 10, paysPoints: 1n, paysMoney: 1n, expiry },
      decimals,
    ),
  );
  must(
    await house.walletTypes.define(
      { ...common, code: 'promo', spendOrder: 20, paysPoints: 1n, paysMoney: 0n, expiry: 'never' },
      decimals,
    ),
  );
}

async function enrol(house: House, tenant: number, program: number, n: number): Promise<Person> {
  const phone = `+346001110${String(n).padStart(2, '0')}`;
  const card = `29900000${String(n).padStart(4, '0')}`;
  const input = { tenant, program, channel: 'till', phone, phoneVerified: true, card } as const;
  const name = { space: 0n, family: FAMILY.member, reference: `enrol-${n}` };
  const outcome = await house.machine.submit(house.members.enrolment, memberArrival(house.keys, name, input, input));
  assert(outcome.ok, `person ${n} is enrolled: ${JSON.stringify(outcome)}`);
  const { member } = outcome.answer;
  const place = house.tokens.decode('mem', member);
  assert(place, 'a member has a place');
  return { phone, card, member, lane: place.lane, owner: place.id };
}
