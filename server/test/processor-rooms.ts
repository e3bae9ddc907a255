import { randomBytes } from 'node:crypto';
import { assert } from '../src/kernel/assert.ts';
import { instant } from '../src/kernel/instant.ts';
import { createTokens } from '../src/kernel/token.ts';
import type { Act } from '../src/platform/audit.ts';
import { manualClock } from '../src/platform/clock.ts';
import { openDatabase, type Tx } from '../src/platform/database/database.ts';
import { freshDatabase } from '../src/platform/database/template.ts';
import { createGuard } from '../src/platform/guard/index.ts';
import { tokenKey, type Keys } from '../src/platform/keys.ts';
import { createAsker } from '../src/platform/outbound/index.ts';
import { processorRoutes } from '../src/rooms/processors/http/routes.ts';
import {
  createProcessors,
  standInJson,
  startStandIn,
  type KeeperOf,
  type WebService,
} from '../src/rooms/processors/index.ts';
import { createPrograms } from '../src/rooms/programs/index.ts';

const testKeys = (): Keys => {
  const one = (bytes: number) => [{ number: 1, secret: randomBytes(bytes) }];
  return { wrapping: one(32), digest: one(32), signing: one(32), token: one(16) };
};

export const KEY = 'a secret of theirs';
/** Cards of the processor begin with 70, ours with 29; no range has others. */
const keeperOf: KeeperOf = (_tenant, number) => {
  if (number.startsWith('70')) return { keeper: 'elsewhere', processor: 'other' };
  return number.startsWith('29') ? { keeper: 'here' } : undefined;
};

const guard = { allowAddress: (one: string) => one === '127.0.0.1', allowHttp: (one: string) => one === '127.0.0.1' };

/** What a process of its own needs to pay, as JSON: keys are base64. */
export type PaysAlone = {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly at: number;
  readonly tenant: number;
  readonly reference: string;
  readonly card: string;
};

/** Pays five euros in this process, on somebody else's database. For a process that is going to be killed. */
export async function payAlone({ url, secrets, at, tenant, reference, card }: PaysAlone): Promise<void> {
  const [wrapping, digest, signing, token] = secrets.map((one) => [{ number: 1, secret: Buffer.from(one, 'base64') }]);
  const keys: Keys = { wrapping, digest, signing, token };
  const database = openDatabase(url, { connections: 2, applicationName: 'pays alone' });
  const clock = manualClock(instant(at));
  const programs = createPrograms({ database, clock });
  await programs.refresh();
  const tokens = createTokens(tokenKey(keys));
  const processors = createProcessors({ database, clock, keys, tokens, programs, keeperOf, guard });
  await processors.redeem({ tenant, space: 0n, reference }, { card, amount: '5.00', currency: 'EUR' });
}

export type ProcessorRooms = Awaited<ReturnType<typeof openProcessorRooms>>;

/** Two tenants with euros, a stand-in processor, and the room in front of it, over a fresh database and a clock that stands still. */
export async function openProcessorRooms() {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const clock = manualClock(instant(1_767_225_600_000_000));
  const keys = testKeys();
  const tokens = createTokens(tokenKey(keys));
  const programs = createPrograms({ database, clock });
  await programs.refresh();
  const tenants: number[] = [];
  for (const code of ['mercado', 'vecino']) {
    const opened = await programs.openTenant({ code, name: code, defaultCountry: 'ES' });
    assert(opened.ok, 'the tenant opens');
    await programs.defineUnit(opened.tenant.tenant, { code: 'EUR', kind: 'money' });
    tenants.push(opened.tenant.tenant);
  }
  await programs.refresh();
  const standIn = await startStandIn(clock, { key: KEY });
  const faults: unknown[] = [];
  const acts: Act[] = [];
  const given = {
    database,
    clock,
    keys,
    tokens,
    programs,
    keeperOf,
    onFailure: (error: unknown) => faults.push(error),
    audit: (_tx: Tx, act: Act) => Promise.resolve(void acts.push(act)),
  };
  /** The room as one more process has it. */
  const another = () => createProcessors({ ...given, guard });
  const processors = another();
  const [tenant] = tenants;
  return {
    ...{
      url: fresh.url,
      database,
      clock,
      keys,
      tokens,
      programs,
      standIn,
      processors,
      tenants,
      tenant,
      faults,
      acts,
      another,
    },
    /** What jobs work with. */
    deps: { ...given, guard, ask: createAsker(guard) },
    routes: processorRoutes({ processors, tokens, programs, guard: createGuard({ database, keys, clock }) }),
    /** Sets the stand-in up as the processor `other`. */
    configure: async (
      more: { service?: WebService; perMinute?: number; timeoutMs?: number; onUnknown?: WebService['onUnknown'] } = {},
    ) => {
      const { service, onUnknown, ...rest } = more;
      const outcome = await processors.configure(tenant, 'other', {
        ...{ unit: 'EUR', perMinute: 60_000, pollHours: 24, timeoutMs: 2_000, state: 'active', ...rest },
        service: service ?? standInJson(standIn.url, { onUnknown: onUnknown ?? 'reverse' }),
        secretHeaders: { 'X-Key': KEY },
      });
      assert(outcome.ok, `the processor is set up: ${JSON.stringify(outcome)}`);
    },
    wait: (seconds: number) => clock.advance(seconds * 1_000_000),
    async close() {
      await standIn.stop();
      await programs.stop();
      await fresh.drop();
    },
  };
}
