import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { manualClock, systemClock } from '../../platform/clock.ts';
import type { Database, Queries, Tx } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/sql.ts';
import { APPROVAL_HOURS } from './approval.ts';
import { createStaff, type Staff } from './create-staff.ts';
import type { Decider } from './refuse-decider.ts';

// Two who decide at once, on real connections. Each pair of acts is brought together at the same place: the first stands before the head of
// the audit chain, with all it does written and nothing committed, when the second comes.

const KIND = 'test.safe.open';
const clock = manualClock(systemClock().now());
let house: TestHouse;
let staff: Staff;
let count = 0;

/** A staff room as another process has it, over that database. */
const staffOver = (database: Database): Staff => {
  const made = createStaff({
    ...{ database, clock, permissions: [], placeExists: () => true, decimalsOf: () => 0, tenantOf: () => undefined },
    ...{ raiseRevision: async () => undefined, sendMail: async () => undefined, equipPerson: async () => undefined },
    credentialNow: (queries, tenant, credential) => house.partners.credentialNow(queries, tenant, credential),
    portalUrl: () => '',
    onFailure: (error) => {
      throw error;
    },
    keys: { wrapping: [], digest: [], signing: [], token: [] } as never,
  });
  made.approvals.onApproved(KIND, {
    asker: () => ({ permissions: ['points:adjust'] }),
    run: async (tx, { approval }) => {
      await tx.query('insert into test_opened values ($1)', [approval]);
      return { ok: true };
    },
  });
  return made;
};

type Change = (what: Statement<unknown>, run: Tx['run'], values: readonly unknown[]) => Promise<unknown[]> | undefined;

/** The database with single statements changed: for controls that lack a guard. */
const changed = (change: Change): Database => {
  const over = <Q extends Queries>(queries: Q): Q => ({
    ...queries,
    run: (what: Statement<unknown>, values: readonly unknown[] = []) =>
      change(what, queries.run as Tx['run'], values) ?? queries.run(what, values),
  });
  const { database } = house;
  return { ...over(database), transaction: (work, settings) => database.transaction((tx) => work(over(tx)), settings) };
};

/** Nobody locks the request he decides, and the decision is written over whatever stands there. */
const unguarded = (): Staff =>
  staffOver(
    changed((what, run, values) => {
      if (what.name === 'staff.selectApprovalLocked')
        return run({ name: 'test.selectUnlocked', text: what.text.replace('for update', '') }, values);
      if (what.name === 'staff.decideApproval')
        return run({ name: 'test.decideOver', text: what.text.replace("and state = 'pending'", '') }, values);
      return undefined;
    }),
  );

beforeAll(async () => {
  house = await makeHouse({ clock });
  await house.database.query('create table test_opened (approval bigint not null)');
  staff = staffOver(house.database);
});
afterAll(() => house.close());

const add = async (): Promise<bigint> => {
  count += 1;
  const input = { name: `P ${count}`, email: `p${count}@example.com` };
  return must(await house.staff.addPerson(house.tenant, input, {})).person.person;
};
const issue = async (person?: bigint): Promise<bigint> => {
  const input = { name: 'key', scopes: ['points:adjust', 'approvals:decide'], person };
  return must(await house.partners.issueCredential(house.tenant, input)).credential.credential;
};
const decider = async (): Promise<Decider & { credential: bigint; person: bigint }> => {
  const person = await add();
  return { person, credential: await issue(person), scopes: new Set(['approvals:decide']) };
};
const wait = async (): Promise<{ id: bigint; key: bigint }> => {
  const key = await issue();
  const request = { tenant: house.tenant, kind: KIND, reference: `r-${(count += 1)}`, subject: 'safe', facts: {} };
  const asked = await house.database.transaction((tx) =>
    staff.approvals.request(tx, { ...request, requestedBy: { credential: key } }),
  );
  return { id: must(asked).approval.approval, key };
};

const opened = async (id: bigint): Promise<number> =>
  (await house.database.query('select from test_opened where approval = $1', [id])).length;
const stateOf = async (id: bigint): Promise<string | undefined> =>
  (await house.staff.approvals.find(house.tenant, id))?.state;
const acts = async (id: bigint): Promise<string[]> => {
  const all = await house.staff.listAudit(house.tenant, { before: 1n << 40n, limit: 10 });
  return all.filter(({ subject }) => subject === `approval ${id}`).map(({ act }) => act.replace('staff.approval.', ''));
};

/** Until so many connections of this database wait for a lock. */
const waiting = async (many: number): Promise<void> => {
  for (;;) {
    const rows = await house.database.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length === many) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

type Told = { readonly refusal?: string; readonly ok?: unknown };

/** Both at once: the first has written all it does and waits for the head of the chain; the second comes, and waits for the first. */
const meet = async <One, Other>(first: () => Promise<One>, second: () => Promise<Other>): Promise<[One, Other]> => {
  let one: Promise<One> | undefined;
  let other: Promise<Other> | undefined;
  await house.database.transaction(async (tx) => {
    await tx.query('select from staff.audit_head where tenant_id = $1 for update', [house.tenant]);
    one = first();
    await waiting(1);
    other = second();
    await waiting(2);
  });
  return [await one!, await other!];
};
const told = (outcome: Told): string => outcome.refusal ?? 'done';
const approve = (by: Decider, id: bigint, of = staff) => of.approvals.approve(house.tenant, id, by);
const decline = (by: Decider, id: bigint, of = staff) => of.approvals.decline(house.tenant, id, by, 'Not so.');

describe('of two who decide at once', () => {
  test.each([
    ['two yeses', approve, approve, 'approved', 1],
    ['a yes and a no', approve, decline, 'approved', 1],
    ['a no and a yes', decline, approve, 'declined', 0],
    ['two noes', decline, decline, 'declined', 0],
  ] as const)('the first decides: %s', async (_name, first, second, state, effects) => {
    const [anna, bruno] = [await decider(), await decider()];
    const { id } = await wait();
    const answers = await meet(
      () => first(anna, id),
      () => second(bruno, id),
    );
    expect(answers.map(told)).toEqual(['done', 'staff.approval.decided']);
    expect([await stateOf(id), await opened(id), await acts(id)]).toEqual([state, effects, [state, 'requested']]);
  });

  test('both decide where the request is not locked and not looked at again: the control', async () => {
    const [anna, bruno] = [await decider(), await decider()];
    const lesser = unguarded();
    const twice = await wait();
    const yeses = await meet(
      () => approve(anna, twice.id, lesser),
      () => approve(bruno, twice.id, lesser),
    );
    expect([yeses.map(told), await opened(twice.id)]).toEqual([['done', 'done'], 2]);
    const torn = await wait();
    const both = await meet(
      () => approve(anna, torn.id, lesser),
      () => decline(bruno, torn.id, lesser),
    );
    // Declined, and the safe is open.
    expect([both.map(told), await stateOf(torn.id), await opened(torn.id)]).toEqual([['done', 'done'], 'declined', 1]);
  });
});

describe('a yes and the end of the time to say it', () => {
  const pass = (): void => clock.set(addSeconds(clock.now(), APPROVAL_HOURS * 3_600));

  test('stands where it came first', async () => {
    const anna = await decider();
    const { id } = await wait();
    const [yes] = await meet(
      () => approve(anna, id),
      () => {
        pass();
        return staff.approvals.tidy();
      },
    );
    expect([told(yes), await stateOf(id), await opened(id)]).toEqual(['done', 'approved', 1]);
  });

  test('is refused where the time was over first', async () => {
    const anna = await decider();
    const { id } = await wait();
    const asked = clock.now();
    const [, yes] = await meet(
      () => {
        pass();
        return staff.approvals.tidy();
      },
      () => {
        // A process whose clock is behind says yes to what another one has just ended.
        clock.set(asked);
        return approve(anna, id);
      },
    );
    expect([told(yes), await stateOf(id), await opened(id)]).toEqual(['staff.approval.expired', 'expired', 0]);
  });
});

describe('a yes and the revoking of the key that asked', () => {
  const revoke = (key: bigint) => house.partners.revokeCredential(house.tenant, key);

  test('stands where it came first', async () => {
    const anna = await decider();
    const { id, key } = await wait();
    const [yes, revoked] = await meet(
      () => approve(anna, id),
      () => revoke(key),
    );
    expect([told(yes), revoked.ok, await stateOf(id), await opened(id)]).toEqual(['done', true, 'approved', 1]);
  });

  test('is undone and ends the request where the key was revoked first, though it was good when the yes began', async () => {
    const anna = await decider();
    const { id, key } = await wait();
    const [revoked, yes] = await meet(
      () => revoke(key),
      () => approve(anna, id),
    );
    expect([revoked.ok, told(yes)]).toEqual([true, 'staff.approval.asker_key_ended']);
    expect([await stateOf(id), await opened(id), await acts(id)]).toEqual(['withdrawn', 0, ['withdrawn', 'requested']]);
  });

  test('is done though the key was revoked first, where it is looked at only once: the control', async () => {
    const anna = await decider();
    const { id, key } = await wait();
    const seen = new Map<string, Promise<unknown[]>>();
    const once = staffOver(
      changed((what, run, values) => {
        if (what.name !== 'partners.selectCredentialNow') return undefined;
        const kept = seen.get(String(values)) ?? run(what, values);
        seen.set(String(values), kept);
        return kept;
      }),
    );
    const [revoked, yes] = await meet(
      () => revoke(key),
      () => approve(anna, id, once),
    );
    expect([revoked.ok, told(yes), await opened(id)]).toEqual([true, 'done', 1]);
    const [last, before] = await house.staff.listAudit(house.tenant, { before: 1n << 40n, limit: 2 });
    expect([before?.act, last?.act]).toEqual(['partners.credential.revoked', 'staff.approval.approved']);
  });

  test('is refused to whoever says it by a key that is revoked meanwhile, or who is suspended; the request waits on', async () => {
    const [anna, bruno, carla] = [await decider(), await decider(), await decider()];
    const { id } = await wait();
    const [, byKey] = await meet(
      () => revoke(anna.credential),
      () => approve(anna, id),
    );
    const suspended = { state: 'suspended', reason: 'theft' } as const;
    const [, byPerson] = await meet(
      () => house.staff.changePerson(house.tenant, bruno.person, suspended, {}),
      () => approve(bruno, id),
    );
    expect([told(byKey), told(byPerson)]).toEqual(['staff.approval.decider_gone', 'staff.approval.decider_gone']);
    expect([await stateOf(id), await opened(id)]).toEqual(['pending', 0]);
    expect(told(await approve(carla, id))).toBe('done');
  });
});

test('two who find at once that whoever asked may not any more end the request once', async () => {
  const [anna, bruno] = [await decider(), await decider()];
  const { id, key } = await wait();
  must(await house.partners.revokeCredential(house.tenant, key));
  const answers = await meet(
    () => approve(anna, id),
    () => approve(bruno, id),
  );
  expect(answers.map(told)).toEqual(['staff.approval.asker_key_ended', 'staff.approval.decided']);
  expect([await stateOf(id), await opened(id), await acts(id)]).toEqual(['withdrawn', 0, ['withdrawn', 'requested']]);
});
