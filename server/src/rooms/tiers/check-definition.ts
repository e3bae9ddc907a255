import { assert } from '../../kernel/assert.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { addSpan } from '../../kernel/validity.ts';
import { localDate } from '../../kernel/local-date.ts';
import type { Programs } from '../programs/index.ts';
import type { WalletTypes } from '../points/index.ts';
import type { TierContent } from './definition.ts';

/** What checks stand on. */
export type CheckDeps = {
  readonly programs: Pick<Programs, 'settings'>;
  readonly walletTypes: Pick<WalletTypes, 'byCode'>;
};

/** The unit in which a program's tiers count. */
export type MetricUnit = { readonly code: string; readonly decimals: number };

/** What visits are counted in. */
export const VISITS: MetricUnit = { code: 'visits', decimals: 0 };

/** The unit of a metric; undefined when the wallets that count are of several units or are not there. */
export function unitOfMetric(
  { programs, walletTypes }: CheckDeps,
  program: number,
  { metric, counts }: Pick<TierContent, 'metric' | 'counts'>,
): MetricUnit | undefined {
  const settings = programs.settings();
  if (metric === 'visits') return VISITS;
  if (metric === 'spend') return settings.program(program).currency;
  const units = new Set((counts.wallets ?? []).map((code) => walletTypes.byCode(program, code)?.unit));
  const [unit] = units;
  return units.size === 1 && unit !== undefined ? settings.unit(unit) : undefined;
}

/** Thresholds in smallest steps, by rank. Content that was published and cannot be read is a bug. */
export function thresholdsOf(deps: CheckDeps, program: number, content: TierContent): (number | undefined)[] {
  const unit = unitOfMetric(deps, program, content);
  assert(unit, 'the wallets of published tiers are there');
  return content.levels.map(({ threshold }) => {
    if (threshold === undefined) return undefined;
    const parsed = parseQuantity(threshold, unit.decimals);
    assert(parsed.ok, 'the thresholds of published tiers can be read');
    return Number(parsed.value);
  });
}

const wrong = (place: string, what: string): Refusal<'tiers.definition.wrong'> =>
  refuse('tiers.definition.wrong', { place, what });

/** True when a level that is reached on any day still holds when it begins. */
const holdsNoTime = ({ validity }: TierContent): boolean => {
  if (typeof validity === 'string') return false;
  const day = localDate(2_000, 1, 1);
  return addSpan(day, validity) === day;
};

/**
 * Refuses rules that contradict themselves, with the place: wallets that are not there or of several units, levels of one code,
 * thresholds that do not rise, a window of days with periods, a level that would begin after it ended.
 */
export function checkContent(deps: CheckDeps, program: number, content: TierContent): Ok<object> | Refusal {
  const { metric, window, start, validity, counts, levels } = content;
  const needsWallets = metric === 'earned' || metric === 'balance';
  if (needsWallets && !counts.wallets?.length) return wrong('counts.wallets', 'names no wallet that counts');
  for (const [n, code] of (counts.wallets ?? []).entries())
    if (!deps.walletTypes.byCode(program, code))
      return wrong(`counts.wallets[${n}]`, 'is no wallet type of the program');
  const unit = unitOfMetric(deps, program, content);
  if (!unit) return wrong('counts.wallets', 'has wallets of several units');
  const isRolling = 'days' in window;
  if (isRolling && start === 'next_period') return wrong('start', 'needs a window of periods');
  if (isRolling && typeof validity === 'string')
    return wrong('validity', 'needs a window of periods, or a length of its own');
  if (start === 'next_period' && typeof validity !== 'string')
    return wrong('validity', 'is to the end of a period where levels begin with one');
  if (metric === 'balance' && start === 'next_period') return wrong('start', 'is immediate where a balance counts');
  if (metric === 'balance' && content.purchaseTier === 'after')
    return wrong('purchaseTier', 'is before where a balance counts: it is only known when the receipt is booked');
  if (holdsNoTime(content)) return wrong('validity', 'is no time at all');
  return checkLevels(content, unit, levels);
}

function checkLevels(content: TierContent, unit: MetricUnit, levels: TierContent['levels']): Ok<object> | Refusal {
  const codes = new Set<string>();
  let last = -1n;
  for (const [n, { code, threshold, isKept }] of levels.entries()) {
    const place = `levels[${n}]`;
    if (codes.has(code)) return wrong(`${place}.code`, 'is there twice');
    codes.add(code);
    if (threshold === undefined) continue;
    const parsed = parseQuantity(threshold, unit.decimals);
    if (!parsed.ok) return wrong(`${place}.threshold`, `cannot be read as ${unit.code} with ${unit.decimals} decimals`);
    if (parsed.value > BigInt(Number.MAX_SAFE_INTEGER))
      return wrong(`${place}.threshold`, 'is too large to be counted');
    if (parsed.value <= last) return wrong(`${place}.threshold`, 'does not rise above the one before');
    if (parsed.value === 0n && isKept === true)
      return wrong(`${place}.isKept`, 'means nothing: everybody has this level');
    last = parsed.value;
  }
  return last === -1n && content.downgrade === 'one_step'
    ? wrong('downgrade', 'has no level to step down to: none can be reached')
    : { ok: true };
}
