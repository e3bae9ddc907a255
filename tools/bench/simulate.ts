import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { instantFromIso, INSTANT_NEVER, isoFromInstant, type Instant } from '../../server/src/kernel/instant.ts';
import { addDays, weekdayOf, type LocalDate } from '../../server/src/kernel/local-date.ts';
import { openDatabase } from '../../server/src/platform/database/database.ts';
import { applySchemaChanges } from '../../server/src/platform/database/schema-changes.ts';
import { openServer } from '../../server/src/platform/database/server.ts';
import { urlOfDatabase } from '../../server/src/platform/database/template.ts';
import { writePastSale } from '../../server/src/rooms/checkout/index.ts';
import { packRecords } from '../../server/src/rooms/ledger/index.ts';
import { adjudicate, compile, twentyPromotions, type Basket } from '../../server/src/rooms/promotions/index.ts';
import { countReceipts } from '../../server/src/rooms/simulation/index.ts';
import { createDice } from './decide-rules.ts';
import type { Figures } from './sale.ts';

const RECEIPTS = 240_000;
const LINES = 5;
// As batches write them (ledger/pack-entries.ts).
const RECORDS_PER_BODY = 16;
const TEXT_AT_ONCE = 200_000;
const LANES = [1, 2] as const;
const MEMBERS = 20_000;
const FIRST_DAY = '2026-01-01' as LocalDate;
const DAYS = 180;
const UNITS = {
  currency: { code: 'EUR', decimals: 2 },
  wallets: { points: { decimals: 0 }, promo: { decimals: 0 } },
};

/**
 * Runs a draft of twenty promotions over a journal on disk: receipts of five lines, paged by lane and number, unpacked and
 * decided by two threads, while PostgreSQL has the same cores. The journal is written for it and thrown away.
 */
export async function benchSimulate(folder: string, say: (text: string) => void): Promise<Figures> {
  mkdirSync(folder, { recursive: true });
  const server = await openServer({ kind: 'embedded', cluster: join(folder, 'pg-simulate') });
  const name = `simulate_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = urlOfDatabase(server.url, name);
  const database = openDatabase(url, { connections: 2, applicationName: 'tallystick-bench' });
  try {
    await applySchemaChanges(url);
    const began = performance.now();
    await fill(url);
    say(
      `${RECEIPTS.toLocaleString('en')} receipts of ${LINES} lines written (${((performance.now() - began) / 1_000).toFixed(0)} s)`,
    );
    const published = contentOf(undefined);
    const draft = contentOf('3');
    const figures: Figures = {};
    for (const [figure, todayNumber] of [
      ['simulate.per_second', 1],
      ['simulate.both_decided.per_second', 2],
    ] as const) {
      const since = performance.now();
      const task = {
        ...{ url, program: 1, draft, today: published, todayNumber, obeysLimits: true },
        ...{ from: 0 as Instant, before: INSTANT_NEVER, until: INSTANT_NEVER },
        calendar: { tenant: 1, zone: 'UTC', currency: { code: 'EUR', decimals: 2 }, leapDay: 'mar_1' as const },
      };
      const cpu = process.cpuUsage();
      const tally = await countReceipts(database, { tenant: 1, task, threads: 2 });
      const seconds = (performance.now() - since) / 1_000;
      if (tally.receipts !== RECEIPTS) throw new Error(`${tally.receipts} receipts were counted`);
      figures[figure] = Math.round(RECEIPTS / seconds);
      // Of this process, its threads included; PostgreSQL is beside it. What others do with the machine is not in it.
      const { user, system } = process.cpuUsage(cpu);
      const micros = (user + system) / RECEIPTS;
      const { draft: would, today } = tally.amounts.get('points') ?? { draft: 0n, today: 0n };
      say(
        `${figure}: ${figures[figure]} (${seconds.toFixed(1)} s, ${micros.toFixed(1)} µs of CPU a receipt; ${would} points by the draft, ${today} today)`,
      );
    }
    return figures;
  } finally {
    await database.close();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    await server.stop();
  }
}

// The draft gives three points where today's version gives what it gives: everything else is the same.
export const contentOf = (points: string | undefined) => {
  const promotions = twentyPromotions.promotions.map((promotion, i) =>
    points === undefined || i !== 0
      ? promotion
      : {
          ...promotion,
          effects: promotion.effects.map((effect) => ({
            ...effect,
            params: { ...(effect.params as object), points },
          })),
        },
  );
  const result = compile({ ...twentyPromotions, promotions }, UNITS);
  if (!result.ok) throw new Error(`${result.refusal} ${JSON.stringify(result.facts)}`);
  return result.content;
};

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const result = compile(contentOf(undefined));
  if (!result.ok) throw new Error(result.refusal);
  const dice = createDice(7);
  const at = instantFromIso('2026-01-01T09:00:00Z');
  const zeros = `\\\\x${'00'.repeat(32)}`;
  const half = RECEIPTS / LANES.length;
  try {
    await client.query(
      `insert into programs.tenant (tenant_id, code, name, default_country, opened_at) overriding system value values (1, 'bench', 'Bench', 'ES', now())`,
    );
    await client.query('insert into lanes.lane (lane, tenant_id) overriding system value select unnest($1::int[]), 1', [
      LANES,
    ]);
    await pipeline(
      Readable.from(
        (function* () {
          for (const lane of LANES) {
            let text = '';
            let group: { row: string; record: string }[] = [];
            for (let seq = 1; seq <= half; seq++) {
              // A journal is in the order of time.
              const basket = basketOf(dice, Math.floor(((seq - 1) * DAYS) / half));
              const owner = BigInt(dice(MEMBERS)) * 4096n;
              const { grants } = adjudicate(result.compiled, basket);
              const iso = `${basket.local.date}T10:00:00Z`;
              group.push({
                row: `${lane}\t${seq}\t${iso}\t${iso}\t${owner}\t1\t1\t1\t1\t1\t${basket.local.date}\t0\tcheckout.sale\t${zeros}`,
                record: writePastSale(basket, { rulebook: 1, lane, owner, grants }),
              });
              if (group.length < RECORDS_PER_BODY && seq !== half) continue;
              const body = packRecords(group.map(({ record }) => record)).toString('hex');
              for (const [back, { row }] of group.entries())
                text += `${row}\t${back}\t${back === 0 ? `\\\\x${body}` : '\\N'}\n`;
              group = [];
              if (text.length < TEXT_AT_ONCE && seq !== half) continue;
              yield text;
              text = '';
            }
          }
        })(),
      ),
      client.query(
        copyFrom(
          'copy ledger.journal (lane, seq, occurred_at, recorded_at, owner, tenant_id, program, outlet, terminal, rulebook, booked_on, flags, kind, digest, record_back, body) from stdin',
        ),
      ),
    );
    for (const lane of LANES)
      await client.query(
        `insert into lanes.lane_batch (lane, upto, head, at) values ($1, $2, '\\x${'00'.repeat(32)}', $3)`,
        [lane, half, at === undefined ? '' : isoFromInstant(at)],
      );
    await client.query('vacuum analyze ledger.journal');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

const CATEGORIES = [
  'food/bakery/bread',
  'food/dairy/milk',
  'food/meat',
  'drinks/wine/red',
  'household/cleaning',
  'toys',
];

/** A basket of the day that many days after the first; of any day when left out. */
export function basketOf(dice: (below: number) => number, day = dice(DAYS)): Basket {
  const date = addDays(FIRST_DAY, day);
  return {
    lines: Array.from({ length: LINES }, (_, i) => ({
      line: i + 1,
      sku: `sku-${dice(5_000)}`,
      category: CATEGORIES[dice(CATEGORIES.length)] as string,
      brand: dice(5) === 0 ? 'Own' : 'Brand',
      labels: dice(6) === 0 ? ['organic'] : [],
      kind: 'product' as const,
      quantity: 1_000n,
      gross: BigInt(100 + dice(3_000)),
      discount: 0n,
      tax: 0n,
      byPoints: 0n,
    })),
    currency: UNITS.currency,
    outlet: { code: `outlet-${dice(20)}`, groups: ['city'] },
    partner: 'shop',
    channel: 'till',
    terminal: 'till-1',
    local: { date, minuteOfDay: 480 + dice(780), weekday: weekdayOf(date) },
    member: {
      tier: ['', 'silver', 'gold'][dice(3)] as string,
      attributes: {},
      enrolledOn: '2025-01-01' as LocalDate,
      purchases: dice(40),
    },
  };
}
