import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import type { Metric } from 'prom-client';

/** The figures of this process, for Prometheus and for `/metrics`. */
export type Metrics = {
  /** Rooms and followers register their own here. */
  readonly registry: Registry;
  /** A recorder for one route; made once per route, because its call is on the path of every request. */
  readonly httpRecorder: (method: string, route: string) => HttpRecorder;
  readonly countRefusal: (code: string) => void;
};

/** Notes one answer: its HTTP status and how long it took, in milliseconds. */
export type HttpRecorder = (status: number, durationMs: number) => void;

/** Upper ends in milliseconds. Dense where the promises are: 15, 30 and 50 ms. */
const BUCKETS_MS = [1, 2, 5, 10, 15, 20, 30, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];
const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'];

type Series = { readonly method: string; readonly route: string; readonly classes: (Figures | undefined)[] };
/** Counts per bucket, not summed up; the last is beyond all ends. */
type Figures = { readonly buckets: Float64Array; sumMs: number };

/** A registry with the default metrics of Node, HTTP durations by route, and refusals by code. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const refusals = new Counter({
    name: 'tallystick_refusals_total',
    help: 'Refusals by dotted code.',
    labelNames: ['code'],
    registers: [registry],
  });
  const all = new Map<string, Series>();
  // The library asks a metric for its name and for get(); its types want one of its own classes.
  registry.registerMetric(durations(all) as unknown as Metric);
  return {
    registry,
    httpRecorder: (method, route) => {
      const key = `${method} ${route}`;
      const series = all.get(key) ?? { method, route, classes: [] };
      all.set(key, series);
      return (status, durationMs) => note(series, status, durationMs);
    },
    countRefusal: (code) => refusals.inc({ code }),
  };
};

// The histogram of prom-client hashes the labels at every observation, 1.5 µs; this is 0.05 µs.
const note = (series: Series, status: number, durationMs: number): void => {
  const at = Math.floor(status / 100) - 1;
  const figures = (series.classes[at] ??= { buckets: new Float64Array(BUCKETS_MS.length + 1), sumMs: 0 });
  let bucket = 0;
  while (bucket < BUCKETS_MS.length && durationMs > (BUCKETS_MS[bucket] as number)) bucket += 1;
  figures.buckets[bucket] = (figures.buckets[bucket] as number) + 1;
  figures.sumMs += durationMs;
};

const NAME = 'tallystick_http_duration_seconds';

const durations = (all: ReadonlyMap<string, Series>) => ({
  name: NAME,
  reset: () => undefined,
  get: async () => ({
    name: NAME,
    help: 'Time from the head of a request to the end of its answer, by route pattern and class of status.',
    type: 'histogram',
    aggregator: 'sum',
    values: [...all.values()].flatMap(valuesOf),
  }),
});

const valuesOf = (series: Series) =>
  series.classes.flatMap((figures, at) => {
    if (figures === undefined) return [];
    const labels = { method: series.method, route: series.route, status: STATUS_CLASSES[at] ?? 'other' };
    let count = 0;
    const buckets = [...figures.buckets].map((inBucket, bucket) => {
      count += inBucket;
      const end = BUCKETS_MS[bucket];
      return {
        metricName: `${NAME}_bucket`,
        labels: { le: end === undefined ? '+Inf' : String(end / 1_000), ...labels },
        value: count,
      };
    });
    return [
      ...buckets,
      { metricName: `${NAME}_sum`, labels, value: figures.sumMs / 1_000 },
      { metricName: `${NAME}_count`, labels, value: count },
    ];
  });
