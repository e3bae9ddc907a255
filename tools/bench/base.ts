import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pino } from 'pino';
import { instantFromIso, postgresFromInstant } from '../../server/src/kernel/instant.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import { openDatabase, type Database } from '../../server/src/platform/database/database.ts';
import { FILLED_TABLES } from '../../server/src/platform/database/filled-tables.ts';
import { applySchemaChanges, readSchemaChanges } from '../../server/src/platform/database/schema-changes.ts';
import { openKeys } from '../../server/src/platform/keys-file.ts';
import type { Keys } from '../../server/src/platform/keys.ts';
import { digest } from '../../server/src/kernel/canonical.ts';
import { compose, type House } from '../../server/src/app/compose.ts';
import { cardKeys } from '../../server/src/rooms/cards/index.ts';
import { twentyPromotions, type RulebookInput } from '../../server/src/rooms/promotions/index.ts';

/** What a load needs to know of the prepared base. */
export type Base = {
  readonly schema: string;
  readonly members: number;
  readonly lots: number;
  readonly firstOwner: string;
  readonly lanes: readonly number[];
  readonly secret: string;
};

export const MEMBERS = 1_000_000;
export const LOTS_PER_MEMBER = 5;
const OWNER_STEP = 4096;
const POINTS_PER_LOT = 200;

/** The card number of a member of the base, by place. */
export const cardOf = (member: number): string => `77${String(member).padStart(11, '0')}`;

/** What the last preparation wrote down. */
export const readBase = (folder: string): Base => JSON.parse(readFileSync(join(folder, 'base.json'), 'utf8')) as Base;

/** The base in this database: kept from the run before, or made (under three minutes). `stale`: it is of another schema. */
export async function prepareBase(url: string, folder: string, say: (text: string) => void): Promise<Base | 'stale'> {
  const file = join(folder, 'base.json');
  const schema = digest(
    readSchemaChanges()
      .map((change) => change.text)
      .join('\n'),
  ).toString('hex');
  const members = MEMBERS;
  if (existsSync(file)) {
    const known = readBase(folder);
    if (known.schema === schema && known.members === members) return known;
    return 'stale';
  }
  mkdirSync(folder, { recursive: true });
  await applySchemaChanges(url);
  const { house, database, keys } = await openHouse(url, folder);
  const opened = await openTenant(house);
  say(`making ${members.toLocaleString('en')} members with ${LOTS_PER_MEMBER} lots each`);
  const made = await fill(url, keys, opened, members);
  await house.stop();
  const filled = await database.query<{ name: string }>(FILLED_TABLES);
  await database.query(`vacuum analyze ${filled.map(({ name }) => name).join(', ')}`);
  await database.query('checkpoint');
  await database.close();
  const base: Base = { schema, members, lots: members * LOTS_PER_MEMBER, ...made, secret: opened.secret };
  writeFileSync(file, JSON.stringify(base), { mode: 0o600 });
  return base;
}

/** Rooms over the database, with settings read. */
export async function openHouse(
  url: string,
  folder: string,
): Promise<{ house: House; database: Database; keys: Keys }> {
  const database = openDatabase(url, { connections: 8, applicationName: 'tallystick' });
  const { keys } = await database.transaction((tx) => openKeys(tx, join(folder, 'keys.json')));
  const house = compose({ database, keys, clock: systemClock(), log: pino({ level: 'fatal' }) });
  await house.refresh();
  return { house, database, keys };
}

// A receipt credits one currency, as it does in most programs; a second wallet, or points of a validity of their own, would be a second lot for
// every sale.
const ofOneWallet = (content: RulebookInput): RulebookInput => ({
  ...content,
  promotions: content.promotions.map((promotion) => ({
    ...promotion,
    effects: promotion.effects.map(({ validity: _ofItsOwn, ...effect }) => ({ ...effect, wallet: 'points' })),
  })),
});

type Opened = { tenant: number; program: number; walletType: number; unit: number; secret: string };

async function openTenant(house: House): Promise<Opened> {
  const { programs, partners, walletTypes, promotions, accounts } = house;
  const must = <T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> => {
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    return outcome as Extract<T, { ok: true }>;
  };
  const { tenant } = must(await programs.openTenant({ code: 'bench', name: 'Bench', defaultCountry: 'ES' })).tenant;
  must(await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' }));
  must(await programs.defineUnit(tenant, { code: 'PTS', kind: 'points', decimals: 0 }));
  const { program } = must(
    await programs.openProgram(tenant, { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' }),
  ).program;
  const { unit } = programs.settings().unitByCode(tenant, 'PTS')!;
  const type = { tenant, program, unit, paysPoints: 1n, paysMoney: 1n, rules: {}, activation: 'none' } as const;
  const decimals = { unitDecimals: 0, currencyDecimals: 2 };
  const { walletType } = must(
    await walletTypes.define(
      { ...type, code: 'points', spendOrder: 2, expiry: { after: { months: 24 }, roundTo: 'month' } },
      decimals,
    ),
  );
  await accounts.refresh();
  must(await partners.addPartner(tenant, { code: 'shop', name: 'Shop' }));
  must(
    await partners.addOutlet(tenant, {
      code: 'outlet-1',
      name: 'Outlet',
      partner: 'shop',
      program: 'club',
      groups: ['city'],
    }),
  );
  must(await partners.addTerminal(tenant, 'outlet-1', { code: 'till-1' }));
  // Where nobody buys: one of the promotions is for outlets of a campus, and what is published names nothing that is not there.
  must(
    await partners.addOutlet(tenant, {
      ...{ code: 'outlet-2', name: 'Campus', partner: 'shop', program: 'club', groups: ['campus'] },
    }),
  );
  must(
    await promotions.publish({
      program,
      content: ofOneWallet(twentyPromotions),
      inForceFrom: instantFromIso('2024-01-01T00:00:00Z')!,
    }),
  );
  const { secret } = must(
    await partners.issueCredential(tenant, {
      name: 'till',
      scopes: ['sales:write', 'points:read'],
      outlet: 'outlet-1',
      terminal: 'till-1',
    }),
  );
  return { tenant, program, walletType, unit, secret };
}

/**
 * Fills members, cards, wallets and lots by COPY. The lots come with no journal behind them: the base stands for years of
 * history, and only what the load itself writes is proved.
 */
async function fill(
  url: string,
  keys: Keys,
  opened: Opened,
  members: number,
): Promise<Pick<Base, 'firstOwner' | 'lanes'>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const one = async (text: string): Promise<string[][]> =>
    (await client.query({ text, rowMode: 'array' })).rows as string[][];
  const lanes = (await one(`select lane from lanes.lane where tenant_id = ${opened.tenant} order by lane`)).map(
    ([lane]) => Number(lane),
  );
  const firstOwner = BigInt((await one(`select nextval('lanes.owner_id')`))[0][0]);
  await one(`select setval('lanes.owner_id', ${firstOwner + BigInt(members) * BigInt(OWNER_STEP)})`);
  const ownerOf = (member: number): bigint => firstOwner + BigInt(member) * BigInt(OWNER_STEP);
  const laneOf = (member: number): number => lanes[member % lanes.length];
  const copy = (table: string, row: (member: number) => string): Promise<void> =>
    pipeline(
      Readable.from(
        (function* () {
          for (let member = 0; member < members;) {
            let text = '';
            for (const end = Math.min(members, member + 2_000); member < end; member++) text += row(member);
            yield text;
          }
        })(),
      ),
      client.query(copyFrom(`copy ${table} from stdin`)),
    );
  const at = '2025-01-01T00:00:00Z';
  await one('set synchronous_commit = off');
  await one('alter table points.lot disable trigger all');
  await one('alter table points.wallet disable trigger all');
  const indexes = await one(
    `select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index where indrelid = 'points.lot'::regclass and not indisprimary`,
  );
  for (const [name] of indexes) await one(`drop index ${name}`);
  await copy(
    'lanes.owner (lane, owner, tenant_id, kind)',
    (m) => `${laneOf(m)}\t${ownerOf(m)}\t${opened.tenant}\tmember\n`,
  );
  await copy(
    'members.member (lane, member, tenant_id, enrolled_at, channel, purchases, programs, tiers)',
    (m) =>
      `${laneOf(m)}\t${ownerOf(m)}\t${opened.tenant}\t${at}\ttill\t5\t{${opened.program}}\t{"${opened.program}":"${['', 'silver', 'gold'][m % 3]}"}\n`,
  );
  await copy('lanes.name (tenant_id, kind, key, lane, owner, subject)', (m) => {
    const key = cardKeys(keys, cardOf(m))[0].toString('hex');
    return `${opened.tenant}\tcard\t\\\\x${key}\t${laneOf(m)}\t${ownerOf(m)}\t${ownerOf(m)}\n`;
  });
  await copy(
    'cards.card (lane, card, tenant_id, owner, type, last_four, number_cipher, issued_at)',
    (m) =>
      `${laneOf(m)}\t${ownerOf(m)}\t${opened.tenant}\t${ownerOf(m)}\tbonus\t${cardOf(m).slice(-4)}\t\\\\x00\t${at}\n`,
  );
  const firstExpiry = '2027-01-31T23:00:00Z';
  await copy(
    'points.wallet (lane, program, wallet, owner, booked, due_at, expiring, expiring_at, tenant_id, wallet_type, unit)',
    (m) =>
      `${laneOf(m)}\t${opened.program}\t${ownerOf(m) + 4n}\t${ownerOf(m)}\t${LOTS_PER_MEMBER * POINTS_PER_LOT}\t${firstExpiry}\t${POINTS_PER_LOT}\t${firstExpiry}\t${opened.tenant}\t${opened.walletType}\t${opened.unit}\n`,
  );
  const expiries = Array.from({ length: LOTS_PER_MEMBER }, (_, k) => {
    const month = instantFromIso(`2027-0${k + 1}-28T23:00:00Z`)!;
    return k === 0 ? firstExpiry : postgresFromInstant(month);
  });
  await copy(
    'points.lot (lane, seq, n, is_pending, wallet, amount, remaining, earned_at, active_at, expires_at, issuer)',
    (m) => {
      let rows = '';
      const seq = Math.floor(m / lanes.length) + 1;
      for (let n = 0; n < LOTS_PER_MEMBER; n++) {
        rows += `${laneOf(m)}\t${seq}\t${n}\tf\t${ownerOf(m) + 4n}\t${POINTS_PER_LOT}\t${POINTS_PER_LOT}\t${at}\t${at}\t${expiries[n]}\t1\n`;
      }
      return rows;
    },
  );
  // As full as random inserts leave a B-tree in the long run: a freshly packed one would split at every touch and be measured as growth.
  for (const [, definition] of indexes) await one(definition.replace(/\)( WHERE|$)/, ') with (fillfactor = 70)$1'));
  await one('alter table points.lot enable trigger all');
  await one('alter table points.wallet enable trigger all');
  const upto = Math.ceil(members / lanes.length) + 1;
  for (const lane of lanes) {
    await one(
      `insert into lanes.lane_batch (lane, upto, head, at) values (${lane}, ${upto}, '\\x${'00'.repeat(32)}', now())`,
    );
  }
  await client.end();
  return { firstOwner: String(firstOwner), lanes };
}
