import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { TermsContent } from '../terms.ts';

export type TermsRow = {
  readonly tenant: number;
  readonly program: number;
  readonly code: string;
  readonly inForceFrom: Instant;
  readonly unit: number;
  readonly content: TermsContent;
};

export type RateRow = {
  readonly tenant: number;
  readonly fromUnit: number;
  readonly toUnit: number;
  readonly inForceFrom: Instant;
  readonly numerator: bigint;
  readonly denominator: bigint;
};

export type ThresholdRow = {
  readonly tenant: number;
  readonly jurisdiction: string;
  readonly unit: number;
  readonly inForceFrom: Instant;
  readonly below: bigint;
  /** Paid out too where at most so much of what was put on the card is left. */
  readonly leftPercent?: number | undefined;
};

const readTerms = statement<TermsRow>(
  'giftcards.readTerms',
  `select tenant_id as tenant, program, code, in_force_from as "inForceFrom", unit, content from giftcards.terms
    order by tenant_id, program, code, in_force_from`,
);
const addTerms = statement<{ code: string }>(
  'giftcards.addTerms',
  `insert into giftcards.terms (tenant_id, program, code, in_force_from, unit, content) values ($1, $2, $3, $4, $5, $6)
   on conflict (tenant_id, program, code, in_force_from) do nothing returning code`,
);
const readRates = statement<RateRow>(
  'giftcards.readRates',
  `select tenant_id as tenant, from_unit as "fromUnit", to_unit as "toUnit", in_force_from as "inForceFrom", numerator, denominator
     from giftcards.rate order by tenant_id, from_unit, to_unit, in_force_from`,
);
const addRate = statement<{ tenant: number }>(
  'giftcards.addRate',
  `insert into giftcards.rate (tenant_id, from_unit, to_unit, in_force_from, numerator, denominator) values ($1, $2, $3, $4, $5, $6)
   on conflict (tenant_id, from_unit, to_unit, in_force_from) do nothing returning tenant_id as tenant`,
);
const readThresholds = statement<Omit<ThresholdRow, 'leftPercent'> & { leftPercent: number | null }>(
  'giftcards.readThresholds',
  `select tenant_id as tenant, jurisdiction, unit, in_force_from as "inForceFrom", below, left_percent as "leftPercent" from giftcards.cash_out_threshold
    order by tenant_id, jurisdiction, unit, in_force_from`,
);
const addThreshold = statement<{ tenant: number }>(
  'giftcards.addThreshold',
  `insert into giftcards.cash_out_threshold (tenant_id, jurisdiction, unit, in_force_from, below, left_percent) values ($1, $2, $3, $4, $5, $6)
   on conflict (tenant_id, jurisdiction, unit, in_force_from) do nothing returning tenant_id as tenant`,
);

/** Every dated setting of gift cards, each kind in the order of its dates. */
export async function selectGiftSettings(
  tx: Queries,
): Promise<{ terms: TermsRow[]; rates: RateRow[]; thresholds: ThresholdRow[] }> {
  return {
    terms: await tx.run(readTerms),
    rates: await tx.run(readRates),
    thresholds: (await tx.run(readThresholds)).map((row) => ({ ...row, leftPercent: row.leftPercent ?? undefined })),
  };
}

/** False where there are terms of this code from this very moment. */
export const insertTerms = async (tx: Tx, row: TermsRow): Promise<boolean> =>
  (
    await tx.run(addTerms, [
      row.tenant,
      row.program,
      row.code,
      postgresFromInstant(row.inForceFrom),
      row.unit,
      JSON.stringify(row.content),
    ])
  ).length > 0;

/** False where there is a rate from this very moment. */
export const insertRate = async (tx: Tx, row: RateRow): Promise<boolean> =>
  (
    await tx.run(addRate, [
      row.tenant,
      row.fromUnit,
      row.toUnit,
      postgresFromInstant(row.inForceFrom),
      row.numerator,
      row.denominator,
    ])
  ).length > 0;

/** False where there is a threshold from this very moment. */
export const insertThreshold = async (tx: Tx, row: ThresholdRow): Promise<boolean> =>
  (
    await tx.run(addThreshold, [
      row.tenant,
      row.jurisdiction,
      row.unit,
      postgresFromInstant(row.inForceFrom),
      row.below,
      row.leftPercent ?? null,
    ])
  ).length > 0;
