import { jreEngine, ourEngine, zenEngine, type BenchEngine } from './decide-engines.ts';
import { makeReceipts, makeRules, type BenchReceipt } from './decide-rules.ts';
import type { Figures } from './sale.ts';

const SIZES = [100, 1_000, 10_000] as const;
const RECEIPTS = 2_000;
/** Receipts of which all three must give the same points before anything is timed. */
const COMPARED = 20;
const WARM_MS = 1_500;
const WARM_MAX_MS = 4_000;
/** An engine that needs half a second for a receipt is not asked for thousands. */
const SAMPLES_MIN = 30;
const SAMPLES_MAX = 20_000;
const MS_PER_NS = 1e-6;

/**
 * Decides receipts of twenty lines by 100, 1,000 and 10,000 active promotions on one thread: this house, json-rules-engine and
 * zen-engine on the like rules in one run. Each receipt is put into the engine's own words before it is timed. The points of
 * all three are compared, and a difference ends the run.
 */
export async function benchDecide(seconds: number, say: (text: string) => void): Promise<Figures> {
  const figures: Figures = {};
  const receipts = makeReceipts(RECEIPTS);
  for (const size of SIZES) {
    const rules = makeRules(size);
    // One engine lives at a time: the rules of another one would be swept through by the collector while this one decides.
    const points = await measure(figures, ourEngine(rules), receipts, size, seconds, say);
    comparePoints(points, await measure(figures, zenEngine(rules), receipts, size, seconds, say), 'zen');
    comparePoints(points, await measure(figures, jreEngine(rules), receipts, size, seconds, say), 'jre');
    const sum = points.reduce((all, one) => all + one, 0);
    say(`${size} promotions: the same points by all three on ${points.length} receipts, ${sum} together`);
  }
  return figures;
}

function comparePoints(ours: readonly number[], theirs: readonly number[], name: string): void {
  const at = ours.findIndex((points, i) => points !== theirs[i]);
  if (at !== -1) throw new Error(`receipt ${at}: ${ours[at]} points by this house, ${theirs[at]} by ${name}`);
  if (ours.every((points) => points === 0)) throw new Error('no promotion has given anything: nothing is compared');
}

/** Measures one engine, and says what it gives for the receipts that are compared. */
async function measure<Prepared>(
  figures: Figures,
  engine: BenchEngine<Prepared>,
  receipts: readonly BenchReceipt[],
  size: number,
  seconds: number,
  say: (text: string) => void,
): Promise<number[]> {
  const prepared = receipts.map(engine.prepare);
  const points: number[] = [];
  for (const receipt of prepared.slice(0, COMPARED)) points.push(await engine.decide(receipt));
  const warmUntil = performance.now() + WARM_MS;
  const warmAtMost = performance.now() + WARM_MAX_MS;
  // Every receipt twice where that is quick: the first of an outlet and tier finds out who stands there.
  for (let i = 0; performance.now() < warmUntil || (i < 2 * prepared.length && performance.now() < warmAtMost); i++)
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
  engine.close();
  return points;
}
