import { Fault } from '../../../kernel/fault.ts';
import { INSTANT_NEVER } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { basketDecided, openPastRecord, readPastSales } from '../../checkout/index.ts';
import type { SaleRecord } from '../../checkout/index.ts';
import { adjudicate } from '../../promotions/index.ts';
import type { CompiledRulebook, Rulebook } from '../../promotions/index.ts';
import { decidePast } from '../decide-past.ts';
import { readLaneEnds } from '../read/lane-ends.ts';
import { cutLanes, PAGE_ROWS } from '../stretch.ts';
import { contradictionsOf, explanationsOf } from './explanations.ts';
import type { Ground } from './explanations.ts';
import { agreementOf, countUnit, emptyAgreement } from './report.ts';
import type { AgreementReport } from './report.ts';
import { byRule, unitsOf } from './unit.ts';
import type { Told } from './unit.ts';

export type AgreementAsked = {
  readonly tenant: number;
  readonly program: number;
  /** What is compared: a rulebook to try; the decisions as they were replayed when left out. */
  readonly draft?: CompiledRulebook | undefined;
  /**
   * With what: attributes of the receipt in which the old system's points stand, by wallet type; what was granted then, promotion by
   * promotion, when left out.
   */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly rulebook: (rulebook: number) => Rulebook;
  /** All published versions of the program: another one may explain what an old system gave. */
  readonly versions: readonly number[];
  readonly decimalsOf: (wallet: string) => number;
  readonly from?: Instant | undefined;
  readonly before?: Instant | undefined;
};

/** Their explanations stand in memory until all are there. */
const DISAGREEMENTS_MAX = 200_000;
const VERSIONS_MAX = 10;
const MONTH_CHARACTERS = 7;

/**
 * Compares what the sales of a program give by our rules with what another side gave for them, by rule and month, and classes every
 * disagreement. Reads only. As granted at the sale: what returns took back is in neither side. A draft is tried without limits that count
 * over receipts. Throws a Fault where so much disagrees that a shorter period has to be named.
 */
export const compareJournal = async (
  queries: Queries,
  asked: AgreementAsked,
  onProgress?: (rows: number, ofRows: number) => void,
): Promise<AgreementReport> => {
  const { tenant, program, from = 0 as Instant, before = INSTANT_NEVER } = asked;
  const lanes = await readLaneEnds(queries, tenant);
  const ofRows = Number(lanes.reduce((sum, { upto }) => sum + upto, 0n));
  const tally = emptyAgreement();
  let [rows, receipts, untold] = [0, 0, 0];
  for (const { lane, after: begin, upto: end } of cutLanes(lanes)) {
    for (let after = begin; after < end; after += PAGE_ROWS) {
      const upto = after + PAGE_ROWS < end ? after + PAGE_ROWS : end;
      for (const packed of await readPastSales(queries, { lane, after, upto, program, from, before })) {
        receipts += 1;
        const record = openPastRecord(packed) as SaleRecord;
        const told = toldOf(asked, record);
        if (told === undefined) {
          untold += 1;
          continue;
        }
        const ground = groundOf(asked, record);
        const month = record.basket.local.date.slice(0, MONTH_CHARACTERS);
        const comparesRules = 'byRule' in told;
        for (const unit of unitsOf({ lane, seq: packed.seq, month }, told, ground.grants))
          countUnit(tally, unit, {
            explain: () => explanationsOf(ground, unit, comparesRules),
            contradict: () => contradictionsOf(ground, unit, comparesRules),
          });
        if (tally.disagreements.length > DISAGREEMENTS_MAX)
          throw new Fault(`more than ${DISAGREEMENTS_MAX} disagreements: name a shorter period`, { retry: 'never' });
      }
      rows += Number(upto - after);
      onProgress?.(rows, ofRows);
    }
  }
  return agreementOf(tally, { receipts, untold }, asked.decimalsOf);
};

/** What the other side gave for a receipt; undefined where it does not tell, or not readably. */
const toldOf = ({ attributes, decimalsOf }: AgreementAsked, record: SaleRecord): Told | undefined => {
  if (attributes === undefined)
    return {
      byRule: byRule(
        record.member === undefined
          ? []
          : record.grants.map(({ promotion, wallet, points }) => ({
              promotion,
              walletType: wallet,
              points: BigInt(points),
            })),
      ),
    };
  const told = new Map<string, bigint>();
  for (const [wallet, name] of Object.entries(attributes)) {
    const text = record.attributes?.[name];
    if (typeof text !== 'string' && typeof text !== 'number') continue;
    // An old system may write decimals that its points do not have.
    const plain = String(text).includes('.') ? String(text).replace(/\.?0+$/, '') : String(text);
    const points = parseQuantity(plain, decimalsOf(wallet));
    if (!points.ok) return undefined;
    told.set(wallet, points.value);
  }
  return told.size === 0 ? undefined : told;
};

const groundOf = ({ draft, attributes, rulebook, versions }: AgreementAsked, record: SaleRecord): Ground => {
  const then = rulebook(record.rulebook);
  const basket = basketDecided(record);
  const earns = record.member !== undefined;
  const others = (attributes === undefined ? [] : versions)
    .filter((one) => one !== record.rulebook)
    .slice(-VERSIONS_MAX)
    .map((one) => ({ version: rulebook(one).version, rulebook: rulebook(one) }));
  const theirRules = attributes === undefined ? new Set(then.promotions.map(({ code }) => code)) : undefined;
  if (draft === undefined)
    return {
      rulebook: then,
      basket,
      grants: earns ? adjudicate(then, basket).grants : [],
      versions: others,
      theirRules,
    };
  const decided = decidePast(draft, basket, earns);
  return { rulebook: draft, basket: decided.basket, grants: decided.grants, versions: others, theirRules };
};
