import { INSTANT_NEVER } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { WalletTypes } from '../points/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Problem, Promotions, RulebookContent } from '../promotions/index.ts';
import { countReceipts } from './count-receipts.ts';
import type { Progress } from './count-receipts.ts';
import { reportOf } from './report.ts';
import type { SimulationReport } from './report.ts';

/** What simulations stand on. */
export type SimulationDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly programs: Pick<Programs, 'settings'>;
  readonly promotions: Promotions;
  readonly walletTypes: Pick<WalletTypes, 'ofProgram'>;
};

export type SimulationAsked = {
  readonly program: number;
  /** The rulebook to try, as a draft has it. */
  readonly content: unknown;
  /** Receipts from this instant on; all when left out. */
  readonly from?: Instant | undefined;
  /** Receipts before this instant. */
  readonly before?: Instant | undefined;
  /** False: limits hold nothing back, and the report says when they would have ended. They are obeyed when left out. */
  readonly obeysLimits?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly onProgress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** One for each core of a small machine would leave none for the tills; the bench and the command line take more. */
export const THREADS = 1;

/**
 * Runs a rulebook over the receipts and occasions of a program in the journal, beside the version in force, and says what it would have
 * cost and given. The same decide as at the till, on the facts that each receipt kept; nothing is written. Refuses content
 * that could not be published, naming the place.
 */
export const simulate = async (
  deps: SimulationDeps,
  { program, content, from, before, obeysLimits = true, threads = THREADS, onProgress, signal }: SimulationAsked,
): Promise<Ok<{ readonly report: SimulationReport }> | (Refusal & { readonly problems?: readonly Problem[] })> => {
  const checked = deps.promotions.check(program, content);
  if (!checked.ok) return checked;
  if (!('content' in checked)) return refuse('promotions.rulebook.malformed', { place: '', what: '', problems: '1' });
  const draft: RulebookContent = checked.content;
  const { tenant, currency, zone, policy } = deps.programs.settings().program(program);
  const now = deps.clock.now();
  const today = deps.promotions.rulebookAt(program, now);
  const task = {
    ...{ url: deps.database.url, program, draft, today: today.content, todayNumber: today.rulebook },
    ...{ from: from ?? (0 as Instant), before: before ?? INSTANT_NEVER, obeysLimits },
    until: before === undefined || before > now ? now : before,
    calendar: {
      ...{ tenant, zone: zone.name, leapDay: policy.leapDayBirthday },
      currency: { code: currency.code, decimals: currency.decimals },
    },
  };
  const tally = await countReceipts(deps.database, { tenant, task, threads, onProgress, signal });
  const wallets = new Map(
    deps.walletTypes.ofProgram(program).map((type) => {
      const { decimals } = deps.programs.settings().unit(type.unit);
      return [type.code, { decimals, paysPoints: type.paysPoints, paysMoney: type.paysMoney }] as const;
    }),
  );
  const ownerName = (owner: string): string => {
    const [lane, id] = owner.split('/');
    return deps.tokens.encode('own', Number(lane), BigInt(id ?? '0'));
  };
  return {
    ok: true,
    report: reportOf(tally, {
      ...{ draft, obeysLimits, today: today.version, wallets, currency, ownerName },
      answersOccasions: today.occasions.size > 0 || draft.promotions.some(({ on }) => on !== undefined),
    }),
  };
};
