import { jreEngine, ourEngine, zenEngine, type BenchEngine } from './decide-engines.ts';
import { makeReceipts, makeRules, type BenchReceipt } from './decide-rules.ts';
import type { Figures } from './sale.ts';

const SIZES = [100, 1_000, 10_000] as const;
const RECEIPTS = 2_000;
/** Receipts of which all three must give the same points before anything is timed. */
const COMPARED = 20;
const WARM_MS = 1_500;
/** An engine that needs half a second for a receipt is not asked for thousands. */
const SAMPLES_MIN = 30;
const SAMPLES_MAX = 20_000;
const MS_PER_NS = 1e-6;

/**
 * Decides receipts of twenty lines by 100, 1,000 and 10,000 active promotions on one thread: this house, json-rules-engine and
 * zen-engine on the like rules in one run. Each receipt is put into the engine's own words before it is timed; the points
 * of all three are compared first, and a difference ends the run.
 */
export async function benchDecide(seconds: number, say: (text: string) => void): Promise<Figures> {
  const figures: Figures = {};
  const receipts = makeReceipts(RECEIPTS);
  for (const size of SIZES) {
    const rules = makeRules(size);
    const ours = ourEngine(rules);
    const zen = zenEngine(rules);
    const jre = jreEngine(rules);
    const points = await comparePoints(receipts.slice(0, COMPARED), ours, zen, jre);
    say(`${size} promotions: the same points by all three on ${COMPARED} receipts, ${points} together`);
    await measure(figures, ours, receipts, size, seconds, say);
    await measure(figures, zen, receipts, size, seconds, say);
    await measure(figures, jre, receipts, size, seconds, say);
    for (const engine of [ours, zen, jre]) engine.close();
  }
  return figures;
}

async function comparePoints(
  receipts: readonly BenchReceipt[],
  ...engines: readonly {
    prepare(receipt: BenchReceipt): unknown;
    decide(prepared: never): number | Promise<number>;
    name: string;
  }[]
): Promise<number> {
  let sum = 0;
  for (const [i, receipt] of receipts.entries()) {
    const points: number[] = [];
    for (const engine of engines) points.push(await engine.decide(engine.prepare(receipt) as never));
    if (points.some((one) => one !== points[0]))
      throw new Error(`receipt ${i}: ${engines.map(({ name }, at) => `${name} ${points[at]}`).join(', ')}`);
    sum += points[0] as number;
  }
  if (sum === 0) throw new Error('no promotion has given anything: the comparison says nothing');
  return sum;
}

async function measure<Prepared>(
  figures: Figures,
  engine: BenchEngine<Prepared>,
  receipts: readonly BenchReceipt[],
  size: number,
  seconds: number,
  say: (text: string) => void,
): Promise<void> {
  const prepared = receipts.map(engine.prepare);
  const warmUntil = performance.now() + WARM_MS;
  for (let i = 0; performance.now() < warmUntil || i < prepared.length / 100; i++)
    await engine.decide(prepared[i % prepared.length] as Prepared);
  const samples: number[] = [];
  const until = performance.now() + seconds * 1_000;
  for (let i = 0; samples.length < SAMPLES_MAX && (samples.length < SAMPLES_MIN || performance.now() < until); i++) {
    const receipt = prepared[i % prepared.length] as Prepared;
    const began = process.hrtime.bigint();
    const decided = engine.decide(receipt);
    // Only what is a promise is waited for: a turn of the event loop would be most of what is measured.
    if (typeof decided !== 'number') await decided;
    samples.push(Number(process.hrtime.bigint() - began) * MS_PER_NS);
  }
  samples.sort((a, b) => a - b);
  const at = (share: number): number =>
    Number((samples[Math.floor((samples.length - 1) * share)] as number).toPrecision(3));
  const name = `${engine.name}.${size}`;
  figures[`${name}.p99_ms`] = at(0.99);
  say(`${name}: median ${at(0.5)} ms, p99 ${at(0.99)} ms (${samples.length} receipts)`);
}
