import type { Instant } from '../../kernel/instant.ts';
import { MICROSECONDS_PER_SECOND } from '../../kernel/instant.ts';
import type { Counted, AttemptLimit } from './limits.ts';
import { secondsUntilFree, slidingCount } from './limits.ts';

/** What the database said last of a counter: its window, what it stood at, and when that was read. */
export type Reading = Counted & { readonly window: number; readonly readAt: Instant };

/** How many may be let in beyond the limit, once as many were right. */
const EARNED_MAX = 64;

/** A reading older than this is taken anew: other processes count too. */
export const READING_SECONDS = 1;

/**
 * Lets look-ups through at one counter of misses without asking the database for each: at most as many are under way as could all
 * miss without passing the limit; the others wait for those. Whoever is right earns room for one more at once, and a miss takes all that
 * was earned away. So an honest till is not slowed down, and of fifty guesses at once no more come through than the limit says.
 */
export class Gate {
  private reading: Reading | undefined;
  private isReading: Promise<Reading> | undefined;
  private underWay = 0;
  private earned = 0;
  private readonly waiting: (() => void)[] = [];

  private readonly limit: AttemptLimit;
  private readonly read: () => Promise<Reading>;

  constructor(limit: AttemptLimit, read: () => Promise<Reading>) {
    this.limit = limit;
    this.read = read;
  }

  /** True while nobody is inside and nothing of it is worth keeping. */
  isIdle(before: Instant): boolean {
    return this.underWay === 0 && this.waiting.length === 0 && (this.reading?.readAt ?? before) <= before;
  }

  /** Lets one in, at once or when there is room; undefined then, or the seconds to wait where the limit is reached. */
  async enter(now: () => Instant): Promise<number | undefined> {
    for (;;) {
      const at = now();
      const reading = await this.readingAt(at);
      const { counted, passed } = this.standing(reading, at);
      const misses = slidingCount(counted, passed);
      if (misses > this.limit.max - 1) return secondsUntilFree(counted, this.limit, passed);
      if (this.underWay + misses <= this.limit.max - 1 + this.earned) {
        this.underWay += 1;
        return undefined;
      }
      await new Promise<void>((resolve) => void this.waiting.push(resolve));
    }
  }

  /** One that was let in is through: right, or missed and counted, with what the counter then said. */
  leave(missed: Reading | undefined): void {
    this.underWay -= 1;
    if (missed) this.learn(missed);
    this.earned = missed ? 0 : Math.min(this.earned + 1, EARNED_MAX);
    for (const go of this.waiting.splice(0)) go();
  }

  private async readingAt(at: Instant): Promise<Reading> {
    const known = this.reading;
    if (known && at - known.readAt < READING_SECONDS * MICROSECONDS_PER_SECOND) return known;
    this.isReading ??= this.read().finally(() => (this.isReading = undefined));
    const read = await this.isReading;
    // A miss that was counted while this was read knows more.
    if (!this.reading || this.reading.readAt < read.readAt) this.reading = read;
    else this.learn(read);
    return this.reading;
  }

  /** Of counts that were taken beside one another the first may come back last: it knows less than what came back before it. */
  private learn(counted: Reading): void {
    const known = this.reading;
    const knowsMore =
      known && (known.window > counted.window || (known.window === counted.window && known.now > counted.now));
    if (!knowsMore) this.reading = counted;
  }

  private standing({ window, now, before }: Reading, at: Instant): { counted: Counted; passed: number } {
    const length = this.limit.seconds * MICROSECONDS_PER_SECOND;
    const running = Math.floor(at / length);
    const passed = (at % length) / length;
    if (running === window) return { counted: { now, before }, passed };
    return { counted: { now: 0, before: running === window + 1 ? now : 0 }, passed };
  }
}
