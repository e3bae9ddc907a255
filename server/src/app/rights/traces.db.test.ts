import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from '../../../test/place-probes/probe.ts';
import { addressOf, allProbes } from '../../../test/place-probes/walk.ts';
import { makePlaces, type Answer, type Asker, type Places } from '../../../test/places.ts';
import { tracedCalls } from '../../../test/traces/calls.ts';
import { PLACE } from '../../../test/traces/traced-call.ts';
import { endpointsOf } from '../api.ts';
import { traces, type Trace } from './traces.ts';

// Every act of a person or a credential has a trace: each endpoint that writes says which, and is called to see it.

const ROOT = join(import.meta.dirname, '../../../..');
const WALK_MS = 300_000;

let places: Places;
let person: bigint;
let byPerson: Asker;
let second: Asker;
let routes: ReturnType<typeof endpointsOf>;

beforeAll(async () => {
  const made = await makePlaces();
  ({ ask: byPerson, person } = await made.hire('tenant', ''));
  ({ ask: second } = await made.hire('tenant', ''));
  // What is prepared with a key may wait too. Not so the address of card files: that it waits is what decisions are tried on.
  const make: Places['make'] = async (what, body) => {
    const told = await made.make(what, body);
    if (what !== 'PUT /v1/card-contact') await approve(told);
    return told;
  };
  places = { ...made, make };
  routes = endpointsOf(places.house);
}, WALK_MS);
afterAll(() => places.close());

const byKey: Asker = async (what, body) => {
  const { house } = places;
  const answer = await house.request(what, body ?? (what.startsWith('DELETE') ? undefined : {}), {
    secret: house.secrets.tenant,
  });
  const told = answer.body as { code?: string };
  return { status: answer.status, code: answer.status >= 400 ? told.code : undefined, text: JSON.stringify(told) };
};

/** Where the journal and the chain stand. */
async function ends(): Promise<{ seq: bigint; operations: number }> {
  const { house } = places;
  const [row] = await house.database.query<{ seq: bigint }>(
    'select coalesce(max(seq), 0) as seq from staff.audit where tenant_id = $1',
    [house.tenant],
  );
  return { seq: BigInt(row?.seq ?? 0), operations: await house.journalCount() };
}

/** The acts since then of whoever asked: the person himself, or the key. */
async function actsSince(seq: bigint, isPerson: boolean): Promise<string[]> {
  const { house } = places;
  const rows = await house.database.query<{ act: string }>(
    `select act from staff.audit where tenant_id = $1 and seq > $2 and ${isPerson ? 'person' : 'credential'} = $3 order by seq`,
    [house.tenant, seq, isPerson ? person : house.principals.tenant.credential],
  );
  return rows.map(({ act }) => act);
}

// Rules are published by keys of tools; a person sends a draft, which waits for a second one.
const OF_KEYS = new Set(['POST /v1/programs/:program/rulebooks']);
const ASKED = 'staff.approval.requested';

/** What waits, if anything does: the second person says yes to it. */
async function approve(told: { approval?: string; state?: string }): Promise<void> {
  if (told.approval === undefined || told.state !== 'pending') return;
  const yes = await second(`POST /v1/approvals/${told.approval}/approve`, {});
  if (yes.status !== 200 || yes.text.includes('"refused"')) throw new Error(`the yes was refused: ${yes.text}`);
}

/** Calls an endpoint as somebody who may, and has a second person say yes where one is asked and the act is not the asking. */
async function call({ route, act }: Trace): Promise<{ answer: Answer; before: Awaited<ReturnType<typeof ends>> }> {
  const by = OF_KEYS.has(route) ? byKey : byPerson;
  const own = tracedCalls[route];
  const probe = allProbes[route];
  let ask: Ask;
  if (own) ask = await own(places, by);
  else if (probe === undefined) throw new Error('nobody calls it');
  else ask = probe.is === 'personal' ? await probe.made(by, places) : await probe.ask(places, PLACE);
  const before = await ends();
  const answer = await by(addressOf(route, ask), ask.body);
  if (answer.status === 202 && act !== ASKED) await approve(JSON.parse(answer.text) as object);
  return { answer, before };
}

/** What is wrong with the trace of one call; nothing where it is as it says. */
async function wrongOf(trace: Trace): Promise<string[]> {
  const { route, leaves, act = '' } = trace;
  try {
    const { answer, before } = await call(trace);
    if (answer.status >= 300) return [`${route}: ${answer.status} ${answer.text.slice(0, 300)}`];
    if (leaves === 'operation')
      return (await places.house.journalCount()) > before.operations ? [] : [`${route}: leaves no operation`];
    const acts = await actsSince(before.seq, !OF_KEYS.has(route));
    return acts.includes(act) ? [] : [`${route}: leaves ${acts.join() || 'nothing'} and not ${act}`];
  } catch (error) {
    return [`${route}: ${error instanceof Error ? error.message.slice(0, 300) : 'fails'}`];
  }
}

const isCalled = ({ leaves, provedIn }: Trace): boolean => leaves !== 'nothing' && provedIn === undefined;

describe('the list of traces', () => {
  test('has every endpoint that writes, and no other but such as give something out', () => {
    const listed = new Set(traces.map(({ route }) => route));
    const all = routes.map(({ method, path }) => ({ route: `${method} ${path}`, writes: method !== 'GET' }));
    expect(all.filter(({ route, writes }) => writes && !listed.has(route)).map(({ route }) => route)).toEqual([]);
    const known = new Set(all.map(({ route }) => route));
    expect([...listed].filter((route) => !known.has(route))).toEqual([]);
    expect(traces).toHaveLength(listed.size);
  });

  test('says why where nothing is left, and nowhere else', () => {
    const wrong = traces.filter(
      ({ leaves, why, act }) =>
        (leaves === 'nothing') !== (why !== undefined) || (leaves === 'act') !== (act !== undefined),
    );
    expect(wrong).toEqual([]);
  });

  test('leaves no endpoint without a trace that a person or a key may use to change something, but for the reasons below', () => {
    const reading = new Set(
      routes.filter(({ repeats }) => repeats === 'reads').map((one) => `${one.method} ${one.path}`),
    );
    const quiet = traces.filter(({ leaves }) => leaves === 'nothing').map(({ route }) => route);
    const scopes = new Map(routes.map(({ method, path, scope }) => [`${method} ${path}`, scope]));
    expect(quiet.filter((route) => scopes.get(route) !== 'public' && !reading.has(route)).sort()).toEqual([
      'POST /v1/adjustments/quote',
      'POST /v1/gift-card-codes',
      'POST /v1/occasions/quote',
      'POST /v1/phone-codes',
      'POST /v1/portal/authenticator',
      'POST /v1/processor-payments',
      'POST /v1/processor-payments/reverse',
      'POST /v1/programs/:program/scenario-runs',
      'POST /v1/programs/:program/simulations',
      'POST /v1/returns/quote',
      'POST /v1/sales/quote',
    ]);
  });

  test('names tests that are there, and speak of the act', () => {
    const wrong = traces.flatMap(({ route, provedIn, act }) => {
      if (provedIn === undefined) return [];
      const file = join(ROOT, provedIn);
      return existsSync(file) && readFileSync(file, 'utf8').includes(act ?? '') ? [] : [`${route}: ${provedIn}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('a real call', { timeout: WALK_MS }, () => {
  test('of each endpoint that is said to leave a trace leaves it, of whoever called', async () => {
    const wrong: string[] = [];
    // What stops the rules of a program comes last: others need them.
    const [of, rest] = [true, false].map((isOf) =>
      traces.filter((one) => isCalled(one) && one.route.includes('/v1/programs/') === isOf),
    );
    for (const trace of [...rest!, ...of!]) wrong.push(...(await wrongOf(trace)));
    expect(wrong).toEqual([]);
  });

  test('is found out where it leaves another trace than it says, or none', async () => {
    const other: Trace = { route: 'POST /v1/units', leaves: 'act', act: 'programs.unit.forgotten' };
    expect(await wrongOf(other)).toEqual([
      'POST /v1/units: leaves programs.unit.defined and not programs.unit.forgotten',
    ]);
    const quote: Trace = { route: 'POST /v1/sales/quote', leaves: 'operation' };
    expect(await wrongOf(quote)).toEqual(['POST /v1/sales/quote: leaves no operation']);
  });
});
