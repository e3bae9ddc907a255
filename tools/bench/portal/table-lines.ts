import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { numbers } from '../messages.ts';

export const TILLS = 3;
export const CASHIERS = 3_000;
const MEMBERS = 1_000_000;
const OWNER_STEP = 4_096;
const DAYS_PER_MONTH_MAX = 31;
const LINES_PER_CHUNK = 5_000;
// Larger than any month, so that each month of a lane has rows of its own.
const ROWS_PER_MONTH_MAX = 10_000_000;

/** What one meets at random, from the commonest to the rarest: what a filter by it finds is a share of the lines. */
export const KINDS: readonly (readonly [kind: string, share: number])[] = [
  ['checkout.sale', 0.85],
  ['checkout.return', 0.06],
  ['members.enrolment', 0.03],
  ['points.redemption', 0.03],
  ['giftcards.redemption', 0.02],
  ['checkout.void', 0.00999],
  ['cards.block', 0.00001],
];
/** Promotions that stand on sales, each by itself. */
export const PROMOTIONS: readonly (readonly [code: string, share: number])[] = [
  ['base', 0.8],
  ['weekend', 0.2],
  ['coffee', 0.05],
  ['birthday', 0.002],
  ['rare', 0.00002],
];
export const RANGES: readonly (readonly [code: string, share: number])[] = [
  ['club', 0.6],
  ['gold', 0.1],
  ['staff', 0.002],
  ['founders', 0.00002],
];
export const OFFLINE_SHARE = 0.03;
/** Credentials of people at desks, by whom half of what is no receipt was done. */
export const HANDS = Array.from({ length: 50 }, (_, n) => `c${1_000 + n}`);

/** What random lines are about. */
export type World = {
  readonly tenant: number;
  readonly program: number;
  readonly lanes: readonly number[];
  readonly tills: readonly (readonly [outlet: number, terminal: number])[];
  readonly points: number;
  readonly euro: number;
  readonly mark: (facet: string, value: string) => number;
  readonly ranges: readonly number[];
  readonly pointsType: string;
};

const POOL_COLUMNS =
  'no, day, at, owner, amount, earned, spent, program, outlet, terminal, kind, cashier, card_range, unit, currency, flags, marks, is_sale';

/**
 * Makes a month of random lines, from which `monthText` makes every month of the year: other days, owners, rows and receipts, the same
 * shares. Only one of twelve comes out of this process, the others out of the database, which is ten times as quick.
 */
export async function fillPool(url: string, world: World, linesPerDay: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `create unlogged table reports.bench_pool (
         no bigint, day int, at interval, owner bigint, amount bigint, earned bigint, spent bigint, program int, outlet int, terminal int,
         kind int, cashier int, card_range int, unit int, currency int, flags smallint, marks int[], is_sale boolean)`,
    );
    const text = Readable.from(poolLines(world, linesPerDay));
    await pipeline(text, client.query(copyFrom(`copy reports.bench_pool (${POOL_COLUMNS}) from stdin`)));
  } finally {
    await client.end();
  }
}

/** The statement that fills a month: $1 tenant, $2 lane, $3 which month of this lane, $4 first day, $5 first day of the next, $6 month. */
export const monthText = (piece: string): string =>
  `insert into ${piece} (tenant_id, lane, seq, occurred_at, recorded_at, owner, amount, earned, spent, changed, program, outlet, terminal,
     kind, cashier, card_range, unit, currency, booked_on, n, flags, is_head, marks, receipt)
   select $1::int, $2::int, made.seq, made.at, made.at, made.owner, pool.amount, pool.earned, pool.spent, pool.earned - pool.spent,
          pool.program, pool.outlet, pool.terminal, pool.kind, pool.cashier, pool.card_range, pool.unit, pool.currency,
          $4::date + pool.day, 0, pool.flags, true, pool.marks,
          case when pool.is_sale then 'R' || $2::int || '-' || made.seq end
     from reports.bench_pool as pool
    cross join lateral (
      select pool.no + $3::bigint * ${ROWS_PER_MONTH_MAX} as seq, ($4::date + pool.day)::timestamp at time zone 'UTC' + pool.at as at,
             ${OWNER_STEP} * (1 + (pool.owner + $6::bigint * 76543) % ${MEMBERS}) as owner) as made
    where $4::date + pool.day < $5::date`;

/** The lines of a month in the order of their moments, as COPY reads them. */
function* poolLines(world: World, perDay: number): Generator<string> {
  const random = numbers(1_000);
  let chunk = '';
  let no = 0;
  for (let day = 0; day < DAYS_PER_MONTH_MAX; day++) {
    for (let n = 0; n < perDay; n++) {
      chunk += lineText(world, random, day, n / perDay, ++no);
      if (no % LINES_PER_CHUNK === 0) {
        yield chunk;
        chunk = '';
      }
    }
  }
  yield chunk;
}

// Enrolments, redemptions of points, blocks.
const BY_HAND: ReadonlySet<number> = new Set([2, 3, 6]);

const pick = (shares: readonly (readonly [string, number])[], random: number): number => {
  let sum = 0;
  for (const [at, [, share]] of shares.entries()) if (random < (sum += share)) return at;
  return -1;
};
const MICROSECONDS = 1_000_000;

function lineText(world: World, random: () => number, day: number, ofDay: number, no: number): string {
  const { mark } = world;
  const kind = Math.max(0, pick(KINDS, random()));
  // From eight in the morning for thirteen hours.
  const second = Math.floor(28_800 + ofDay * 46_800);
  const at = `${second}.${String(no % MICROSECONDS).padStart(6, '0')} s`;
  const till = Math.floor(random() * world.tills.length);
  const [outlet, terminal] = world.tills[till]!;
  const cashier = mark('c', `c${(Math.floor(till / TILLS) * 10 + Math.floor(random() * 10)) % CASHIERS}`);
  const isSale = kind === 0;
  const hasAmount = kind !== 2 && kind !== 6;
  const sign = kind === 1 || kind === 5 ? -1 : 1;
  const amount = hasAmount ? sign * Math.floor(50 + 20_000 * random() ** 3) : 0;
  const earned = isSale || sign < 0 ? Math.trunc(amount / 100) : 0;
  const spent = kind === 3 ? amount : 0;
  const range = pick(RANGES, random());
  const isOffline = random() < OFFLINE_SHARE;
  const marks = [mark('k', KINDS[kind]![0]), cashier];
  if (range >= 0) marks.push(mark('r', String(world.ranges[range])));
  if (earned !== 0 || spent !== 0) marks.push(mark('w', world.pointsType));
  if (isOffline) marks.push(mark('o', 'offline'));
  // By chance out of what is there, so that everything else is as it was.
  if (BY_HAND.has(kind) && till % 2 === 0) marks.push(mark('h', HANDS[till % HANDS.length]!));
  // A return goes under the promotions of its sale.
  if (isSale || sign < 0) for (const [code, share] of PROMOTIONS) if (random() < share) marks.push(mark('p', code));
  marks.sort((a, b) => a - b);
  const unit = earned !== 0 || spent !== 0 ? world.points : 0;
  const currency = !hasAmount ? 0 : kind === 3 ? world.points : world.euro;
  const cells = [
    ...[
      no,
      day,
      at,
      Math.floor(random() * MEMBERS),
      amount,
      earned,
      spent,
      world.program,
      outlet,
      terminal,
      mark('k', KINDS[kind]![0]),
    ],
    ...[
      cashier,
      range >= 0 ? world.ranges[range] : 0,
      unit,
      currency,
      isOffline ? 2 : 0,
      `{${marks.join(',')}}`,
      isSale ? 't' : 'f',
    ],
  ];
  return `${cells.join('\t')}\n`;
}
