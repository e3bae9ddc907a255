import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Workbook } from '@cj-tech-master/excelts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../../../test/call-endpoint.ts';
import { makeHouse, must, type TestHouse } from '../../../../test/house.ts';
import { daysAgo, done, line, openTills } from '../../../../test/sales.ts';
import { SCOPES, type Principal } from '../../partners/index.ts';
import { createReports, type Reports } from '../create-reports.ts';
import { reportRoutes } from '../http/routes.ts';
import { clearExports, runExport } from './run-export.ts';

let house: TestHouse;
let reports: Reports;
let folder: string;
let call: ReturnType<typeof callerOf<Principal>>;
let farmacia: Principal;

type ExportBody = { export: string; state: string; rowsDone: number; bytes: number };

beforeAll(async () => {
  house = await makeHouse();
  folder = await mkdtemp(join(tmpdir(), 'exports-'));
  reports = createReports({
    ...house,
    audit: house.staff.audit,
    look: house.machine.look,
    cardSettings: house.cards.settings,
    folder: join(folder, 'private'),
  });
  call = callerOf(reportRoutes({ reports }));
  const [ana] = house.people;
  const centro = openTills(house);
  const cashiers = ['=cmd()', '+1', '-1', '@here', '\tx', 'a "quoted", one', 'plain'];
  for (const [n, cashier] of cashiers.entries())
    await done(centro.sell({ of: ana, reference: `x-${n}`, cashier, lines: [line(1, 1_000 * (n + 1))] }));
  await done(centro.giveBack('x-6', 'all'));
  await done(openTills(house, 'farmacia').sell({ lines: [line(1, 500)] }));
  await reports.catchUp();
  const issued = must(
    await house.partners.issueCredential(house.tenant, { name: 'f', partner: 'farmacia', scopes: [...SCOPES] }),
  );
  await house.refresh();
  farmacia = house.partners.authenticate(issued.secret) as Principal;
});
afterAll(async () => {
  await reports.stop();
  await house.close();
  await rm(folder, { recursive: true });
});

const never = () => false;
const ask = async (who: Principal, what: string, body?: unknown): Promise<ExportBody> => {
  const called = await call(who, what, { body });
  if ('refusal' in called) throw new Error(called.refusal);
  return called.body as ExportBody;
};
const refusal = async (who: Principal, what: string, body?: unknown) => {
  const called = await call(who, what, { body });
  return 'refusal' in called ? called.refusal : called.status;
};

async function fileOf(who: Principal, order: object, what = 'POST /v1/reports/exports'): Promise<Buffer> {
  const asked = await ask(who, what, order);
  while (await runExport(reports, reports.folder!, never));
  const after = await ask(who, `GET /v1/reports/exports/${asked.export}`);
  expect(after.state).toBe('done');
  const fetched = await call(who, `GET /v1/reports/exports/${asked.export}/file`);
  const chunks: Buffer[] = [];
  for await (const chunk of (fetched as { body: Readable }).body) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks);
  expect(whole.length).toBe(after.bytes);
  return whole;
}

/** So many more sales as lines alone: a till would take a minute to ring them up. */
const manyLines = (count: number) =>
  house.database.query(
    `insert into reports.operation_line
       (tenant_id, lane, seq, occurred_at, recorded_at, owner, amount, program, outlet, terminal, kind, cashier, currency, booked_on, n, flags,
        is_head, marks)
     select tenant_id, lane, 1000000 + more.number, occurred_at, recorded_at, owner, amount, program, outlet, terminal, kind, cashier, currency, booked_on, 0,
            flags, true, marks
       from (select * from reports.operation_line where is_head and kind = (select mark from reports.mark where tenant_id = $2 and value = 'checkout.sale')
              limit 1) as one, generate_series(1, $1::int) as more(number)`,
    [count, house.tenant],
  );

const SALES = { kinds: ['checkout.sale', 'checkout.return'] };

describe('an export', () => {
  test('as CSV has every operation of the filter, and no cell that a spreadsheet would run', async () => {
    const csv = (await fileOf(house.principals.tenant, { reference: 'csv-1', format: 'csv', filter: SALES })).toString(
      'utf8',
    );
    const rows = csv.split('\r\n');
    expect(rows[0]).toMatch(/^\uFEFFOperation,Kind,/);
    expect(rows).toHaveLength(1 + 9 + 1);
    for (const start of [`,'=cmd(),`, `,'+1,`, `,'-1,`, `,'@here,`, `,'\tx,`, `,"a ""quoted"", one",`])
      expect(csv).toContain(start);
    // A return's amount is a number, although it begins with a minus.
    expect(rows.find((row) => row.includes('checkout.return'))).toContain(',-70.00,EUR,PTS,-70,');
    expect(csv).not.toMatch(/(^|,)[=+@\t]/m);
  });

  test('as XLSX has the same, with numbers that are numbers', async () => {
    const xlsx = await fileOf(house.principals.tenant, {
      reference: 'xlsx-1',
      format: 'xlsx',
      language: 'es',
      filter: SALES,
    });
    const workbook = new Workbook();
    await workbook.xlsx.load(xlsx);
    const sheet = workbook.worksheets[0];
    expect(sheet.rowCount).toBe(10);
    expect(sheet.getRow(1).getCell(1).value).toBe('Operación');
    const amounts = Array.from({ length: 9 }, (_, n) => sheet.getRow(n + 2).getCell(17).value);
    expect(amounts).toContain(-70);
    expect(amounts.filter((one) => typeof one === 'number').reduce((all, one) => all + (one as number), 0)).toBe(
      10 + 20 + 30 + 40 + 50 + 60 + 70 - 70 + 5,
    );
    expect(Array.from({ length: 9 }, (_, n) => sheet.getRow(n + 2).getCell(8).value)).toContain(`'=cmd()`);
  });

  test('of a trail has the audit log and the operations of its days in one table', async () => {
    const today = isoFromInstant(house.clock.now()).slice(0, 10);
    const order = { reference: 'trail-1', format: 'csv', from: addDays(today as LocalDate, -1), to: today };
    const csv = (await fileOf(house.principals.tenant, order, 'POST /v1/reports/trails')).toString('utf8');
    const [head, ...rows] = csv.trimEnd().split('\r\n');
    expect(head).toMatch(/^\uFEFFRecord,Day,When,Recorded at,/);
    const acts = rows.filter((row) => row.startsWith('act,'));
    const operations = rows.filter((row) => row.startsWith('operation,'));
    expect(acts.length + operations.length).toBe(rows.length);
    // Who orders a trail stands in it with the next one, and the orders before with this one.
    expect(acts.some((row) => row.includes(',reports.export.asked,'))).toBe(true);
    expect(operations.filter((row) => row.includes(',checkout.sale,'))).toHaveLength(8);
    expect(csv).toContain(`,'=cmd(),`);
    const none = { ...order, reference: 'trail-2', from: '2001-01-01', to: '2001-01-02' };
    const empty = (await fileOf(house.principals.tenant, none, 'POST /v1/reports/trails')).toString('utf8');
    expect(empty.trimEnd().split('\r\n')).toHaveLength(1);
  });

  test('of a trail is what its search finds, entry by entry in its order, and of its filter', async () => {
    const [from, to] = [daysAgo(7), house.clock.now()].map((at) => isoFromInstant(at).slice(0, 10));
    const filter = { from, to, outlet: 'centro' };
    const xlsx = await fileOf(
      house.principals.tenant,
      { reference: 'trail-4', format: 'xlsx', ...filter },
      'POST /v1/reports/trails',
    );
    const workbook = new Workbook();
    await workbook.xlsx.load(xlsx);
    const sheet = workbook.worksheets[0];
    const found = await call(house.principals.tenant, 'POST /v1/reports/trails/search', {
      body: { filter, limit: 200 },
    });
    const { items } = (found as unknown as { body: { items: { operation?: string; seq?: number }[] } }).body;
    const ids = Array.from({ length: sheet.rowCount - 1 }, (_, n) => sheet.getRow(n + 2).getCell(5).text);
    expect(ids).toEqual(items.map(({ operation, seq }) => operation ?? String(seq)));
    expect(ids.length).toBeGreaterThan(7);
  });

  test('of a trail is kept from its asker once he may not read the audit log any more', async () => {
    const order = { reference: 'trail-5', format: 'csv', from: '2026-01-01', to: '2026-01-02' };
    const { tenant } = house.principals;
    const asked = await ask(tenant, 'POST /v1/reports/trails', order);
    const lesser = { ...tenant, scopes: new Set(['journal:read']) };
    expect(await refusal(tenant, `GET /v1/reports/exports/${asked.export}`)).toBe(200);
    expect(await refusal(lesser, `GET /v1/reports/exports/${asked.export}`)).toBe('reports.export.unknown');
    while (await runExport(reports, reports.folder!, never));
  });

  test('of a trail is refused to whoever is bound, or may not read the journal', async () => {
    const order = { reference: 'trail-3', format: 'csv', from: '2026-01-01', to: '2026-01-02' };
    expect(await refusal(farmacia, 'POST /v1/reports/trails', order)).toBe('partners.credential.beyond_own');
    const reader = { ...house.principals.tenant, scopes: new Set(['audit:read']) };
    expect(await refusal(reader, 'POST /v1/reports/trails', order)).toBe('http.scope.missing');
  });

  test('lies where nobody else reads it', async () => {
    await fileOf(house.principals.tenant, { reference: 'mode-1', format: 'csv', filter: SALES });
    const [name] = await readdir(reports.folder!);
    expect((await stat(reports.folder!)).mode & 0o777).toBe(0o700);
    expect((await stat(join(reports.folder!, name))).mode & 0o777).toBe(0o600);
  });

  test('is one, however often it is asked for; another one under its reference is refused', async () => {
    const order = { reference: 'twice', format: 'csv', filter: SALES };
    const [one, two] = await Promise.all(
      [0, 1].map(() => ask(house.principals.tenant, 'POST /v1/reports/exports', order)),
    );
    expect(two.export).toBe(one.export);
    expect(await refusal(house.principals.tenant, 'POST /v1/reports/exports', { ...order, format: 'xlsx' })).toBe(
      'operation.reference_reused',
    );
  });

  test('is its asker’s alone, and of a bound credential has its outlets only', async () => {
    const asked = await ask(house.principals.tenant, 'POST /v1/reports/exports', { reference: 'mine', format: 'csv' });
    for (const other of [house.principals.vecino, farmacia])
      expect(await refusal(other, `GET /v1/reports/exports/${asked.export}`)).toBe('reports.export.unknown');
    const rows = (await fileOf(farmacia, { reference: 'bound', format: 'csv' })).toString('utf8').trim().split('\r\n');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain(',farmacia,');
  });

  test('that was broken off is begun again by whoever finds it silent, and cancelled it ends', async () => {
    const asked = await ask(house.principals.tenant, 'POST /v1/reports/exports', {
      reference: 'broken',
      format: 'csv',
      filter: SALES,
    });
    await house.database.query(
      `update reports.export set state = 'working', worked_at = now() - interval '2 minutes' where reference = 'broken'`,
    );
    expect(await runExport(reports, reports.folder!, never)).toBe(true);
    expect((await ask(house.principals.tenant, `GET /v1/reports/exports/${asked.export}`)).state).toBe('done');
    const stopped = await ask(house.principals.tenant, 'POST /v1/reports/exports', {
      reference: 'stopped',
      format: 'csv',
    });
    expect(await refusal(house.principals.tenant, `GET /v1/reports/exports/${stopped.export}/file`)).toBe(
      'reports.export.not_ready',
    );
    expect((await ask(house.principals.tenant, `POST /v1/reports/exports/${stopped.export}/cancel`)).state).toBe(
      'cancelled',
    );
    expect(await refusal(house.principals.tenant, `GET /v1/reports/exports/${stopped.export}/file`)).toBe(
      'reports.export.gone',
    );
    while (await runExport(reports, reports.folder!, never));
    expect((await ask(house.principals.tenant, `GET /v1/reports/exports/${stopped.export}`)).state).toBe('cancelled');
  });

  test('of many operations says page by page how far it is, with one page in memory, and stops when it is cancelled', async () => {
    await manyLines(1_700);
    // By amount, for the sums by day know nothing of these lines.
    const whole = { kinds: ['checkout.sale'], amount: { unit: 'EUR' } };
    const order = { reference: 'many', format: 'xlsx', filter: whole };
    const asked = await ask(house.principals.tenant, 'POST /v1/reports/exports', order);
    const told: Promise<ExportBody>[] = [];
    const look = () => ask(house.principals.tenant, `GET /v1/reports/exports/${asked.export}`);
    // It is asked before each page whether the program stops.
    const watch = () => {
      told.push(look());
      return false;
    };
    expect(await runExport(reports, reports.folder!, watch)).toBe(true);
    const steps = (await Promise.all(told)).map(({ rowsDone }) => rowsDone);
    // Four pages of at most five hundred, and once more before the end. What is seen may be a page further by then.
    expect(steps).toHaveLength(5);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.filter((done) => done > 0 && done < 1_708).length).toBeGreaterThanOrEqual(2);
    expect(await look()).toMatchObject({ state: 'done', rowsDone: 1_708, rowsExpected: 1_708 });

    const other = await ask(house.principals.tenant, 'POST /v1/reports/exports', { ...order, reference: 'many-2' });
    let pages = 0;
    let cancelled: Promise<unknown> | undefined;
    const cancel = () => {
      if (++pages === 2) cancelled = ask(house.principals.tenant, `POST /v1/reports/exports/${other.export}/cancel`);
      return false;
    };
    await runExport(reports, reports.folder!, cancel);
    await cancelled;
    expect(pages).toBeLessThan(5);
    expect(await ask(house.principals.tenant, `GET /v1/reports/exports/${other.export}`)).toMatchObject({
      state: 'cancelled',
    });
    expect((await readdir(reports.folder!)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('is gone with its time', async () => {
    await fileOf(house.principals.tenant, { reference: 'old', format: 'csv', filter: SALES });
    await house.database.query(
      `update reports.export set expires_at = now() - interval '1 second' where state = 'done'`,
    );
    await clearExports(reports, reports.folder!);
    expect(await readdir(reports.folder!)).toEqual([]);
    const [one] = await house.database.query<{ state: string }>(
      `select state from reports.export where reference = 'old'`,
    );
    expect(one.state).toBe('expired');
  });

  test('is an act that stands in the audit chain', async () => {
    const acts = await house.database.query<{ act: string }>(
      `select act from staff.audit where act = 'reports.export.asked'`,
    );
    expect(acts.length).toBeGreaterThan(5);
  });
});
