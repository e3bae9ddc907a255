type Budget = {
  readonly floor: number;
  readonly goal: number;
  isReached(value: number): boolean;
  isGoal(value: number): boolean;
};

const atLeast = (floor: number, goal: number): Budget => ({
  floor,
  goal,
  isReached: (value) => value >= floor,
  isGoal: (value) => value >= goal,
});
const atMost = (floor: number, goal: number): Budget => ({
  floor,
  goal,
  isReached: (value) => value <= floor,
  isGoal: (value) => value <= goal,
});

/** What the product promises of each figure, on two cores that generator, server and database share. */
export const budgets: Readonly<Record<string, Budget>> = {
  'sale.http.per_second': atLeast(3_000, 6_500),
  'sale.http.p99_ms': atMost(50, 30),
  'sale.http.times_baseline': atLeast(3, 6),
  'sale.twolane.per_second': atLeast(2_500, 5_000),
  'sale.twolane.p99_ms': atMost(60, 40),
  'sale.batch.per_second': atLeast(6_000, 15_000),
  'sale.replay.per_second': atLeast(6_000, 15_000),
  'sale.hot.per_second': atLeast(2_000, 6_000),
  'sale.single.p99_ms': atMost(15, 8),
  'cards.generate.seconds': atMost(60, 25),
  'cards.generate.peak_mb': atMost(512, 512),
  'cards.csv.validate_seconds': atMost(20, 10),
  'cards.csv.create_seconds': atMost(60, 30),
  'cards.csv.peak_mb': atMost(512, 512),
  'giftcard.http.per_second': atLeast(3_000, 6_500),
  'giftcard.http.p99_ms': atMost(50, 30),
  'giftcard.hot.per_second': atLeast(2_000, 6_000),
  'portal.interactive_ms': atMost(1_500, 800),
  'portal.script_kb': atMost(350, 250),
  'portal.table_ms': atMost(300, 150),
  'portal.table_worst_ms': atMost(300, 200),
  'portal.trail_ms': atMost(300, 150),
  'portal.totals_ms': atMost(300, 200),
  'portal.totals_exact_ms': atMost(2_000, 1_000),
  'decide.100.p99_ms': atMost(0.2, 0.1),
  'decide.1000.p99_ms': atMost(1, 0.4),
  'decide.10000.p99_ms': atMost(5, 1),
  'simulate.per_second': atLeast(20_000, 60_000),
  'sale.bytes': atMost(2_000, 1_000),
};
