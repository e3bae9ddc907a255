import { stepsOf } from './arithmetic.ts';
import { baseOf, counted, giveAgain, shared } from './give-again.ts';
import type { Amounts, Params } from './give-again.ts';
import { capped, contendsForLines, frozenAgainst, letThrough } from './limits.ts';
import type { PlainPromotion, PlainVersion } from './limits.ts';
import { textOf } from './lines.ts';
import type { Difference, LeaveOut, PlainGrant, PlainReceipt } from './receipt.ts';

// No grant is more than an amount may be, in the smallest step of its unit.
const AMOUNT_MAX = 1_000_000_000_000_000n;

type Differ = (what: Difference['what'], told: string, computed: string) => void;

/**
 * Computes every grant of a receipt again from its derivation and the lines, in their order. Gives what does not come out
 * as it is told; nothing when all is right. A kind that it does not know is a difference, not a pass. With the frozen version
 * also what it says of the rule, limits on what they left, and groups that contend for lines; `leave` is told what of it was not computed.
 */
export const recompute = (
  receipt: PlainReceipt,
  grants: readonly PlainGrant[],
  version?: PlainVersion,
  leave?: LeaveOut,
): readonly Difference[] => {
  const differences: Difference[] = [];
  const inOrder = { ...receipt, lines: [...receipt.lines].sort((a, b) => a.line - b.line) };
  const givenBefore = new Map<string, bigint>();
  for (const [i, grant] of grants.entries()) {
    const { rule } = grant.derivation;
    const { promotion: code } = grant;
    const differ: Differ = (what, told, computed) => {
      if (told !== computed) differences.push({ promotion: code, effect: rule.effect, what, told, computed });
    };
    const found = version?.promotions.find((one) => one.code === code);
    const promotion = version && found && capped(version, found);
    const against = version && frozenAgainst(promotion, grant, rule);
    if (against) {
      differ('rule', against.told, against.computed);
      continue;
    }
    const before = givenBefore.get(code) ?? 0n;
    compare(inOrder, grant, { earlier: grants.slice(0, i), version, promotion, before, leave }, differ);
    givenBefore.set(code, before + grant.points);
  }
  return differences;
};

type Around = {
  readonly earlier: readonly PlainGrant[];
  readonly version: PlainVersion | undefined;
  readonly promotion: PlainPromotion | undefined;
  readonly before: bigint;
  readonly leave: LeaveOut | undefined;
};

const compare = (
  receipt: PlainReceipt,
  grant: PlainGrant,
  { earlier, version, promotion, before, leave }: Around,
  differ: Differ,
): void => {
  const { rule, amounts: told, sources, uncapped } = grant.derivation;
  const params = rule.params as Params;
  const amounts = counted(receipt, params, baseOf(rule.kind, params), rule.decimals.money);
  // A derivation that was cut by a cap keeps what it counted before.
  if (told !== undefined)
    differ('amounts', textOf(told.map(([line, one]) => [line, BigInt(one)] as const)), textOf(amounts));
  const given = giveAgain(receipt, grant, earlier, amounts, version);
  if (given === undefined) return differ('kind', `${rule.kind} ${rule.version}`, 'unknown');
  const cap = rule.cap === undefined ? AMOUNT_MAX : stepsOf(rule.cap, rule.decimals.points);
  if (version && promotion && contendsForLines(version, promotion)) {
    leave?.('contended');
    return comparePart(grant, given.perLine, rule.cap !== undefined || promotion.limits !== undefined, differ);
  }
  const isCut = given.points > cap;
  if (isCut && promotion?.effects[rule.effect]?.overCap === 'reject')
    return differ('cap', String(grant.points), 'nothing: it is more than its cap');
  const capped = isCut ? shared(cap, given.perLine) : given;
  const { points: decimals } = rule.decimals;
  const through = promotion
    ? letThrough(promotion, 'points', capped.points, { before, decimals, rooms: receipt.rooms })
    : capped.points;
  if (through === undefined || through === 0n) return differ('limit', String(grant.points), 'nothing was left');
  const isShort = through < capped.points;
  const { perLine } = isShort ? shared(through, capped.perLine) : capped;
  differ('cap', uncapped ?? '', isCut || isShort ? String(given.points) : '');
  differ(isShort ? 'limit' : 'points', String(grant.points), String(through));
  differ('lines', textOf(grant.perLine), textOf(perLine));
  if (given.sources !== undefined && sources !== undefined)
    differ(
      'sources',
      sources
        .map(({ promotion: code, effect, points, earned, added }) => {
          const unrounded = earned === undefined ? '' : ` (${earned})`;
          return `${code}/${effect} ${points}${unrounded} ${added}`;
        })
        .join(', '),
      given.sources.join(', '),
    );
};

/** A promotion that lost lines to another one of its group: each line that it kept has its part, or less where something cut it. */
const comparePart = (grant: PlainGrant, whole: Amounts, mayBeCut: boolean, differ: Differ): void => {
  const parts = new Map(whole);
  const isWrong = grant.perLine.some(([line, points]) => {
    const most = parts.get(line) ?? 0n;
    return mayBeCut ? points > most : points !== most;
  });
  if (isWrong) differ('lines', textOf(grant.perLine), `of ${textOf(whole)}`);
  differ('points', String(grant.points), String(grant.perLine.reduce((sum, [, points]) => sum + points, 0n)));
};
