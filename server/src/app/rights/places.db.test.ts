import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../test/house.ts';
import { allProbes, walkPlaces } from '../../../test/place-probes/walk.ts';
import { makePlaces, PLACES, type Asker, type Places } from '../../../test/places.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createHttpServer } from '../../platform/http/server.ts';
import type { Principal } from '../../rooms/partners/index.ts';
import { endpointsOf } from '../api.ts';
import { refusalCatalogue } from '../refusal-catalogue.ts';
import { authenticateWith } from './authenticate.ts';
import type { Within } from './matrix.ts';

// Every endpoint by everybody whose role holds in one program, partner or outlet only. `rights.db.test.ts` walks roles and tenants.

const WALK_MS = 240_000;
// Who has a program stops its promotions on the way: it comes last.
const KINDS = ['outlet', 'partner', 'program'] as const;

let places: Places;
let whole: Asker;
const bound = new Map<Within, Asker>();
const boundTo = (scope: Within): Asker => bound.get(scope)!;

beforeAll(async () => {
  places = await makePlaces();
  whole = (await places.hire('tenant', '')).ask;
  for (const scope of KINDS) bound.set(scope, (await places.hire(scope, PLACES[scope].code)).ask);
}, WALK_MS);
afterAll(() => places.close());

describe('somebody with a role', { timeout: WALK_MS }, () => {
  test.each(KINDS)(
    'in one %s gets nothing of another and nothing of the whole tenant, and all that is of his place',
    async (scope) => {
      expect(await walkPlaces({ places, scope, bound: boundTo(scope), whole })).toEqual([]);
    },
  );

  test.each(KINDS)(
    'in one %s has what was sold there in his totals and figures, and not what others sold',
    async (scope) => {
      type Told = { operations: number; sales: { today: string } };
      const counted = async (by: Asker): Promise<number[]> => {
        await places.house.reports.catchUp();
        const totals = JSON.parse((await by('POST /v1/reports/operations/totals', { exact: true })).text) as Told;
        const figures = JSON.parse((await by('GET /v1/reports/figures')).text) as Told;
        return [totals.operations, Number(figures.sales.today)];
      };
      const { own, other } = PLACES[scope];
      const before = [await counted(boundTo(scope)), await counted(whole)].flat();
      await places.sellTo(own);
      await places.sellTo(other);
      const after = [await counted(boundTo(scope)), await counted(whole)].flat();
      expect(after.map((count, i) => count - before[i]!)).toEqual([1, 1, 2, 2]);
    },
  );

  test('loses a file that he ordered when he saw more than he may see now', async () => {
    const { staff, tenant } = places.house;
    const { ask, person } = await places.hire('tenant', '');
    const ordered = await ask('POST /v1/reports/exports', { reference: places.next(), format: 'csv' });
    const file = `/v1/reports/exports/${(JSON.parse(ordered.text) as { export: string }).export}`;
    expect((await ask(`GET ${file}`)).status).toBe(200);
    const [grant] = await staff.grantsOf(tenant, person);
    must(await staff.endGrant(tenant, grant!.grant, {}));
    const where = { scope: 'outlet', place: 'centro' } as const;
    must(await staff.grantRole(tenant, { person, role: 'all', where }, {}));
    expect(await ask(`GET ${file}`)).toMatchObject({ status: 404, code: 'reports.export.unknown' });
    expect(await ask(`GET ${file}/file`)).toMatchObject({ status: 404, code: 'reports.export.unknown' });
    expect(JSON.parse((await ask('GET /v1/reports/exports')).text)).toEqual({ items: [] });
  });
});

describe('the walk', { timeout: WALK_MS }, () => {
  test('fails on an endpoint within places that nobody tries', async () => {
    const only = Object.fromEntries(Object.entries(allProbes).filter(([route]) => route === 'GET /v1/units'));
    const wrong = await walkPlaces({ places, scope: 'outlet', bound: boundTo('outlet'), whole, probes: only });
    expect(wrong).toContain('GET /v1/outlets: nobody tries it');
  });

  test('fails where an endpoint reaches wider than its row of the matrix says', async () => {
    const { house } = places;
    // As the rooms wrote them, but for two that forgot to look whose question it is: they answer as to the whole tenant.
    const careless = new Set(['GET /v1/outlets', 'GET /v1/operations/:operation']);
    const planted = endpointsOf(house).map((one) => ({
      ...one,
      handler: (request: Parameters<typeof one.handler>[0]) => {
        const { partner: _p, program: _g, outlet: _o, ...free } = request.principal ?? house.principals.tenant;
        return one.handler(careless.has(`${one.method} ${one.path}`) ? { ...request, principal: free } : request);
      },
    }));
    const api = await createHttpServer<Principal>({
      ...{ log: house.log, endpoints: planted, authenticate: authenticateWith(house), catalogue: refusalCatalogue },
      ...{ metrics: createMetrics(), readiness: () => ({ ready: true }), validateAnswers: false, version: 'planted' },
      hasDocs: false,
    });
    const scope = 'outlet';
    const { ask } = await places.hire(scope, PLACES[scope].code, api);
    const tried = ['GET /v1/outlets', 'GET /v1/operations/:operation', 'GET /v1/outlets/:code/terminals'];
    const probes = Object.fromEntries(tried.map((route) => [route, allProbes[route]!]));
    const wrong = await walkPlaces({ places, scope, bound: ask, whole, probes });
    await api.close();
    expect(wrong.filter((line) => !line.endsWith('nobody tries it'))).toEqual([
      'GET /v1/outlets: shows what is of another: 200',
      'GET /v1/operations/:operation: takes what is of another: 200',
    ]);
  });
});
