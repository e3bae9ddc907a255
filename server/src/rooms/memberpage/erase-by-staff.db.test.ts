import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { captureLog } from '../../../test/capture.ts';
import { makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { compose } from '../../app/compose.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import { backUp, restore } from '../../platform/database/copy/backup.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { applySchemaChanges } from '../../platform/database/schema-changes.ts';
import { urlOfDatabase } from '../../platform/database/template.ts';
import { verifyJournal } from '../points/index.ts';
import { repeatErasures } from './repeat-erasures.ts';

let house: TestHouse;
let folder: string;
let list: string;
let ana: string;
let bea: string;
const clock = systemClock();
let count = 0;

type Body = Record<string, never> & {
  code: string;
  approval: string;
  state: string;
  needsSecondPerson: boolean;
  forfeited: { points: string; paidOut?: { amount: string; currency: string } }[];
};

const ask = async (secret: string, what: string, body?: unknown) => {
  const answer = await house.request(what, body, { secret });
  return { status: answer.status, body: answer.body as Body };
};

const buy = (card: string, amount: string) =>
  house.request('POST /v1/sales', {
    ...{ reference: `s-${(count += 1)}`, occurredAt: isoFromInstant(clock.now()), member: { card }, currency: 'EUR' },
    lines: [{ sku: 'coffee', amount }],
  });

const profiles = async (database: TestHouse['database'], { owner }: Person): Promise<number> => {
  const [row] = await database.query('select count(*)::int as n from members.profile where member = $1', [owner]);
  return (row as { n: number }).n;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-erased-`));
  list = join(folder, 'erased.jsonl');
  house = await makeHouse({ erasedList: list });
  const someone = async (name: string): Promise<string> => {
    const input = { name, email: `${name}@example.com` };
    const { person } = must(await house.staff.addPerson(house.tenant, input, {})).person;
    const where = { scope: 'tenant', place: '' } as const;
    must(await house.staff.grantRole(house.tenant, { person, role: 'eraser', where }, {}));
    const scopes = ['members:read', 'members:erase', 'approvals:read', 'approvals:decide'];
    return house.keyOf(house.tokens.encode('person', 0, person), scopes);
  };
  const role = { code: 'eraser', name: 'Eraser', permissions: ['members:erase', 'approvals:decide'] };
  must(await house.staff.defineRole(house.tenant, role, {}));
  ana = await someone('ana');
  bea = await someone('bea');
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

const erasureOf = ({ member }: Person): string => `/v1/members/${member}/erasure`;
const byRequest = (reference: string) => ({ reference, reason: 'member_request' });

describe('erasing a member by the program', () => {
  test('who has nothing is done at once, and the same again is the same', async () => {
    const nobody = await house.enrol(11);
    expect(await ask(ana, `GET ${erasureOf(nobody)}`)).toMatchObject({
      ...{ status: 200, body: { forfeited: [], needsSecondPerson: false } },
    });
    const first = await ask(ana, `POST ${erasureOf(nobody)}`, byRequest('e-11'));
    expect(first).toMatchObject({ status: 200, body: { forfeited: [] } });
    expect(await ask(ana, `POST ${erasureOf(nobody)}`, byRequest('e-11'))).toEqual(first);
    expect(await profiles(house.database, nobody)).toBe(0);
    const acts = await house.staff.listAudit(house.tenant, {
      before: 1_000_000n,
      limit: 5,
      act: 'members.member.erased',
    });
    expect(acts[0]).toMatchObject({ subject: `member ${nobody.member}`, after: '{"reason":"member_request"}' });
  });

  test('who has points waits for a second person, who sees what is lost, and then it is done', async () => {
    const member = await house.enrol(12);
    await buy(member.card, '43.00');
    expect((await ask(ana, `GET ${erasureOf(member)}`)).body).toMatchObject({
      ...{ needsSecondPerson: true, forfeited: [{ walletType: 'points', unit: 'PTS', points: '43' }] },
    });
    const asked = await ask(ana, `POST ${erasureOf(member)}`, byRequest('e-12'));
    expect(asked).toMatchObject({ status: 202, body: { state: 'pending' } });
    expect(await profiles(house.database, member)).toBe(1);
    const approve = (secret: string) => ask(secret, `POST /v1/approvals/${asked.body.approval}/approve`, {});
    expect((await approve(ana)).body.code).toBe('staff.approval.needs_second_person');
    expect((await approve(bea)).status).toBe(200);
    expect(await profiles(house.database, member)).toBe(0);
    expect(await ask(ana, `POST ${erasureOf(member)}`, byRequest('e-12'))).toMatchObject({
      ...{ status: 202, body: { state: 'approved' } },
    });
    expect((await verifyJournal(house.database)).problem).toBeUndefined();
  });

  test('pays out what is worth money where the program says so, and the books know it', async () => {
    const member = await house.enrol(13);
    await buy(member.card, '250.00');
    await house.setPolicy({ erasedPoints: 'pay_out' });
    expect((await ask(ana, `GET ${erasureOf(member)}`)).body.forfeited).toMatchObject([
      { points: '250', paidOut: { amount: '2.50', currency: 'EUR' } },
    ]);
    const { body } = await ask(ana, `POST ${erasureOf(member)}`, byRequest('e-13'));
    expect((await ask(bea, `POST /v1/approvals/${body.approval}/approve`, {})).status).toBe(200);
    await house.setPolicy({ erasedPoints: 'forfeit' });
    expect((await verifyJournal(house.database)).problem).toBeUndefined();
  });

  test('of another tenant, or without the right, is refused', async () => {
    const member = await house.enrol(14);
    expect((await ask(house.secrets.vecino, `POST ${erasureOf(member)}`, byRequest('x'))).status).toBe(404);
    expect((await ask(house.secrets.vecino, `GET /v1/members/${member.member}/export`)).status).toBe(404);
    const weak = must(await house.partners.issueCredential(house.tenant, { name: 'x', scopes: ['members:write'] }));
    expect((await ask(weak.secret, `POST ${erasureOf(member)}`, byRequest('x'))).status).toBe(403);
  });
});

test('the data of a member are exported for him, with masked cards and a trace', async () => {
  const member = await house.enrol(15);
  await buy(member.card, '10.00');
  const { body } = await ask(ana, `GET /v1/members/${member.member}/export`);
  expect(body).toMatchObject({ phone: member.phone, member: member.member, wallets: [{ available: '10' }] });
  expect(JSON.stringify(body)).not.toContain(member.card);
  expect((body as unknown as { history: unknown[] }).history.length).toBeGreaterThan(0);
  const [act] = await house.staff.listAudit(house.tenant, { before: 1_000_000n, limit: 1 });
  expect(act).toMatchObject({ act: 'members.member.exported', subject: `member ${member.member}` });
});

describe('a backup from before the erasure', () => {
  test('brings the person back, and the start erases him again; whoever has his number by chance stays', async () => {
    const gone = await house.enrol(21);
    const stays = await house.enrol(22);
    await buy(gone.card, '30.00');
    const backup = join(folder, 'backup');
    await backUp(house.url, backup, () => undefined);
    const { body } = await ask(ana, `POST ${erasureOf(gone)}`, byRequest('e-21'));
    expect((await ask(bea, `POST /v1/approvals/${body.approval}/approve`, {})).status).toBe(200);
    // A line about a member of the same number and another enrolment: the number was given to somebody else.
    const last = readFileSync(list, 'utf8').trim().split('\n').at(-1)!;
    const other = { ...(JSON.parse(last) as object), owner: String(stays.owner), lane: stays.lane, phones: [] };
    appendFileSync(list, `${JSON.stringify({ ...other, enrolledAt: '2001-01-01T00:00:00.000000Z' })}\n`);

    const name = `erased_${process.pid}`;
    const clusterUrl = inject('clusterUrl');
    const admin = openDatabase(clusterUrl, { connections: 1, applicationName: 'test' });
    await admin.query(`create database ${name}`);
    const url = urlOfDatabase(clusterUrl, name);
    await applySchemaChanges(url);
    await restore(backup, url, () => undefined);
    const database = openDatabase(url, { connections: 4, applicationName: 'test' });
    const restored = compose({ database, keys: house.keys, clock, log: captureLog(), erasedList: list });
    try {
      await restored.refresh();
      expect(await profiles(database, gone)).toBe(1);
      // Without the list the person would be there again.
      expect(await repeatErasures({ ...restored, erasedList: undefined })).toBe(0);
      expect(await profiles(database, gone)).toBe(1);
      expect(await repeatErasures(restored)).toBe(1);
      expect(await profiles(database, gone)).toBe(0);
      expect(await profiles(database, stays)).toBe(1);
      expect((await verifyJournal(database)).problem).toBeUndefined();
      // And once: the next start finds nothing to do.
      expect(await repeatErasures(restored)).toBe(0);
    } finally {
      await restored.stop();
      await database.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.close();
    }
  });

  test('is not erased by an erasure that was refused', async () => {
    const member = await house.enrol(23);
    await buy(member.card, '20.00');
    await house.request('POST /v1/holds', {
      ...{ reference: 'h-23', member: { card: member.card }, points: '5', walletType: 'points' },
      seconds: 3_600,
    });
    expect((await ask(ana, `POST ${erasureOf(member)}`, byRequest('e-23'))).body.code).toBe(
      'memberpage.erasure.value_held',
    );
    expect(await repeatErasures(house)).toBe(0);
    expect(await profiles(house.database, member)).toBe(1);
  });

  test('with a list that cannot be read stops the start and names the line', () => {
    appendFileSync(list, 'nonsense\n');
    return expect(repeatErasures(house)).rejects.toThrow(/line \d+ is not a line of erased members/);
  });
});
