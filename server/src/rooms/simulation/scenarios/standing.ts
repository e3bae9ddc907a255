import type { Instant } from '../../../kernel/instant.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import type { Zone } from '../../../kernel/zone.ts';
import type { Basket, Grant } from '../../promotions/index.ts';
import {
  countMarks,
  marksBetween,
  marksLeft,
  newStanding,
  qualifiedMarks,
  qualifies,
  settleStanding,
  spendOf,
  type Counts,
  type QualifiedBy,
  type Standing,
  type StandingGround,
  type TierDefinition,
} from '../../tiers/index.ts';
import type { ScenarioGiven } from './scenario-file.ts';

const ALWAYS = 0 as Instant;

/** The rules of a story's tiers as the room of tiers reads them; undefined where tiers are given by hand. */
export const groundOf = ({ tiers, currency, wallets }: ScenarioGiven, zone: Zone): StandingGround | undefined => {
  if (tiers === undefined) return undefined;
  const { levels, metric, window, validity, grace, downgrade } = tiers;
  const decimals =
    metric === 'spend'
      ? currency.decimals
      : metric === 'visits'
        ? 0
        : (wallets[tiers.wallets?.[0] ?? 'points']?.decimals ?? 0);
  const thresholds = levels.map(({ threshold }) => {
    if (threshold === undefined) return undefined;
    const parsed = parseQuantity(threshold, decimals);
    return parsed.ok ? Number(parsed.value) : undefined;
  });
  const definition: TierDefinition = {
    ...{ tenant: 0, program: 0, version: 1, inForceFrom: ALWAYS, thresholds },
    content: {
      levels: levels.map(({ code, threshold }) => ({ code, name: code, threshold })),
      ...{ metric, window, validity, grace, downgrade },
      counts: { wallets: tiers.wallets ?? ['points'], pending: true, spend: 'net_of_points' },
      ...{ start: 'immediate', purchaseTier: 'before', returns: 'reevaluate', onChange: 'upgrade_only' },
    },
  };
  return { versions: [definition], zone };
};

/** Where a member stands, by the very course of the room of tiers. */
export class Ladder {
  private readonly ground: StandingGround;
  private readonly counts: Counts;
  private standing: Standing;

  constructor(ground: StandingGround, owner: bigint, enrolledAt: Instant) {
    this.ground = ground;
    const [definition] = ground.versions as readonly [TierDefinition];
    this.counts = definition.content.counts;
    this.standing = newStanding({ lane: 0, owner, program: 0, tenant: 0 }, definition, enrolledAt);
  }

  /** The tier at a moment, empty for none; what time has done to it up to there is done. */
  tierAt(at: Instant): string {
    this.standing = settleStanding(this.ground, this.standing, at).standing;
    return this.standing.tier;
  }

  /** Counts a receipt; gives what was counted, for a return. */
  count(basket: Basket, grants: readonly Grant[], activeAt: (grant: Grant) => Instant, at: Instant): QualifiedBy {
    const earned = grants
      .filter((grant) => qualifies(this.counts, grant))
      .map((grant) => ({ walletType: grant.walletType, points: grant.points, activeAt: activeAt(grant) }));
    const marks = qualifiedMarks(this.counts, { at, lines: basket.lines, earned });
    this.standing = countMarks(this.ground, this.standing, marks, at, 'counted_late').standing;
    return marks;
  }

  /** Takes away what the rest of a receipt does not count; gives what is left. */
  uncount(
    counted: QualifiedBy,
    before: QualifiedBy,
    rest: Basket,
    kept: ReadonlyMap<string, bigint>,
    at: Instant,
  ): QualifiedBy {
    const earned = [...kept].reduce(
      (sum, [wallet, points]) => (this.counts.wallets?.includes(wallet) ? sum + points : sum),
      0n,
    );
    const left = marksLeft(counted, {
      ...{ earned, spend: spendOf(this.counts, rest.lines), isVisit: rest.lines.length > 0 },
    });
    const taken = marksBetween(before, left);
    if (taken.some(([, points, spend, visits]) => points !== 0 || spend !== 0 || visits !== 0))
      this.standing = countMarks(this.ground, this.standing, taken, at, 'returned').standing;
    return left;
  }
}
