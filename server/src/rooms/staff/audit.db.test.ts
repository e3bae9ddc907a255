import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { openPersonFields } from './person-fields.ts';
import { readAuditRoots, signRoots } from '../ledger/index.ts';
import { selectAuditHeads } from './read/audit.ts';
import { verifyAudit } from './verify-audit.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

type Act = {
  seq: number;
  act: string;
  subject: string;
  by: { credential?: string };
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};
const acts = async (query = '', secret = house.secrets.tenant): Promise<Act[]> =>
  ((await house.request(`GET /v1/audit${query}`, undefined, { secret })).body as { items: Act[] }).items;

describe('the audit chain', () => {
  test('has every change of settings with before, after and who did it', async () => {
    const secret = house.secrets.tenant;
    const ask = (what: string, body?: unknown) => house.request(what, body, { secret });
    await ask('POST /v1/partners', { code: 'kiosko', name: 'Kiosko' });
    await ask('POST /v1/outlets/centro/close');
    await ask('PUT /v1/programs/club/policy', { claimWithinDays: 14 });
    await ask('PATCH /v1/outlets/centro/terminals/T2', { state: 'suspended' });
    await ask('POST /v1/outlets/centro/reopen');
    const listed = await acts('?limit=5');
    expect(listed.map(({ act }) => act)).toEqual([
      'partners.outlet.reopened',
      'partners.terminal.changed',
      'programs.policy.set',
      'partners.outlet.closed',
      'partners.partner.added',
    ]);
    expect(listed[2]).toMatchObject({
      ...{ subject: 'program club', after: { claimWithinDays: 14 }, by: { credential: expect.any(String) as string } },
    });
    expect(listed[2]?.before).not.toEqual(listed[2]?.after);
    expect(listed[3]).toMatchObject({ before: { state: 'open' }, after: { state: 'closed' } });
  });

  test('has nothing of what was refused or undone', async () => {
    const [last] = await acts('?limit=1');
    await house.request('POST /v1/partners', { code: 'kiosko', name: 'Again' }, { secret: house.secrets.tenant });
    await expect(
      house.database.transaction(async (tx) => {
        await house.staff.audit(tx, { tenant: house.tenant, by: {}, act: 'test.act.undone', subject: 'x' });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect((await acts('?limit=1'))[0]?.seq).toBe(last?.seq);
  });

  test('is searched by act, subject and person, and belongs to its tenant', async () => {
    expect((await acts('?act=partners.outlet.')).every(({ act }) => act.startsWith('partners.outlet.'))).toBe(true);
    expect((await acts('?subject=program%20club&act=programs.policy')).length).toBeGreaterThan(0);
    const neighbours = await acts('', house.secrets.vecino);
    expect(neighbours.some(({ subject }) => subject.includes('kiosko'))).toBe(false);
  });

  test('hides names and addresses of people, and opens them only with the key of the person', async () => {
    const { person } = must(
      await house.staff.addPerson(house.tenant, { name: 'Olga Ruiz', email: 'olga@example.com' }, {}),
    );
    const [added] = await acts('?act=staff.person.added&limit=1');
    expect(JSON.stringify(added)).not.toMatch(/Olga|olga@/);
    const open = () =>
      house.database.transaction((tx) =>
        openPersonFields(tx, house.keys, house.tenant, person.person, String(added?.after?.sealed)),
      );
    expect(await open()).toEqual({ name: 'Olga Ruiz', email: 'olga@example.com' });
    await house.database.query('update staff.person set field_key = null where name = $1', ['Olga Ruiz']);
    expect(await open()).toBeUndefined();
    expect((await verifyAudit(house.database)).problem).toBeUndefined();
  });

  test('grows without gap under fifty acts at once', async () => {
    const before = (await acts('?limit=1'))[0]?.seq ?? 0;
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        house.database.transaction((tx) =>
          house.staff.audit(tx, { tenant: house.tenant, by: {}, act: 'test.act.done', subject: `act ${n}` }),
        ),
      ),
    );
    const after = await acts('?act=test.act.done&limit=200');
    expect(after.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, n) => before + 50 - n));
    expect(await verifyAudit(house.database)).toMatchObject({ problem: undefined });
  });

  test('refuses update, delete and truncate', async () => {
    for (const sql of ['update staff.audit set act = $$x$$', 'delete from staff.audit', 'truncate staff.audit']) {
      await expect(house.database.query(sql), sql).rejects.toThrow('append-only');
    }
  });

  test('refuses them to the role of the program also where it passes by ordinary triggers', async () => {
    const [who] = await house.database.query<{ role: string; owner: string }>(
      `select current_user as role, pg_get_userbyid(relowner) as owner from pg_class where oid = 'staff.audit'::regclass`,
    );
    // What is tried here is tried as the program, not as some lesser role of the test.
    expect(who?.role).toBe(who?.owner);
    for (const sql of ['update staff.audit set act = $$x$$', 'delete from staff.audit', 'truncate staff.audit']) {
      const tried = house.database.transaction(async (tx) => {
        await tx.query('set local session_replication_role = replica');
        await tx.query(sql);
      });
      await expect(tried, sql).rejects.toThrow('append-only');
    }
  });

  test('is exported as a file in which no cell is a formula', async () => {
    await house.database.transaction((tx) =>
      house.staff.audit(tx, { tenant: house.tenant, by: {}, act: 'test.cell', subject: '=1+1', reason: 'say "hello"' }),
    );
    const answer = await house.api.inject({
      method: 'GET',
      url: '/v1/audit/export?act=test.cell',
      headers: { authorization: `Bearer ${house.secrets.tenant}` },
    });
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.body.split('\r\n')[1]).toMatch(/"test\.cell","'=1\+1","","","say ""hello"""/);
  });

  test('that was made anew, cut or taken away whole does not match the heads that were signed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tallystick-audit-'));
    const file = join(folder, 'roots.jsonl');
    const heads = await selectAuditHeads(house.database);
    await signRoots(house.database, house.keys, file, house.clock.now(), heads);
    const signed = readAuditRoots(house.keys, file);
    rmSync(folder, { recursive: true });
    expect((await verifyAudit(house.database, signed)).problem).toBeUndefined();
    const problemAfter = async (sql: string): Promise<unknown> => {
      const undo = new Error('undone');
      const found: { problem?: unknown; unsigned?: unknown } = {};
      const tampered = house.database.transaction(async (tx) => {
        await tx.query('alter table staff.audit disable trigger user');
        for (const one of sql.split(';')) await tx.query(one);
        // A new act makes a chain that is whole in itself.
        if (sql.includes('audit_head')) {
          await house.staff.audit(tx, { tenant: house.tenant, by: {}, act: 'test.act', subject: 'forged' });
        }
        found.unsigned = (await verifyAudit(tx)).problem;
        found.problem = (await verifyAudit(tx, signed)).problem;
        throw undo;
      });
      await expect(tampered).rejects.toBe(undo);
      expect(found.unsigned).toBeUndefined();
      return found.problem;
    };
    const all = `delete from staff.audit where tenant_id = ${house.tenant}; delete from staff.audit_head where tenant_id = ${house.tenant}`;
    expect(await problemAfter(all)).toMatchObject({ what: expect.stringContaining('missing') as string });
    const last = heads.find(({ tenant }) => tenant === house.tenant)?.seq;
    const cut = `delete from staff.audit where tenant_id = ${house.tenant} and seq >= ${last};
      update staff.audit_head h set seq = a.seq, head = a.head from staff.audit a
      where a.tenant_id = h.tenant_id and h.tenant_id = ${house.tenant} and a.seq = ${last} - 1`;
    expect(await problemAfter(cut)).toMatchObject({ seq: last, what: expect.stringContaining('signed') as string });
  });

  // Each with the guard switched off, as whoever owns the database could: verification is what is left then.
  test.each([
    ['a changed act', `update staff.audit set subject = 'other' where seq = 3`, 3n, 'digest'],
    ['an act left out', 'delete from staff.audit where seq = 4', 4n, 'missing'],
    ['a cut end', 'delete from staff.audit where seq > 5', 6n, 'missing'],
  ])('is found wrong with %s', async (_what, sql, seq, what) => {
    const whole = await verifyAudit(house.database);
    expect(whole.problem).toBeUndefined();
    let problem: unknown;
    const undo = new Error('undone');
    const tampered = house.database.transaction(async (tx) => {
      await tx.query('alter table staff.audit disable trigger user');
      await tx.query(`${sql} and tenant_id = ${house.tenant}`);
      ({ problem } = await verifyAudit(tx));
      throw undo;
    });
    await expect(tampered).rejects.toBe(undo);
    expect(problem).toMatchObject({
      tenant: house.tenant,
      seq,
      what: expect.stringContaining(what) as string,
    });
  });
});
