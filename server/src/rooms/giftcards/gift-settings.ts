import { assert } from '../../kernel/assert.ts';
import { parseQuantity, QUANTITY_MAX } from '../../kernel/quantity.ts';
import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor, type Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { CardSettings } from '../cards/index.ts';
import type { Accounts } from '../ledger/index.ts';
import type { WalletPurpose, WalletTypes } from '../points/index.ts';
import { createSettingsFollower, writeSettings, type Program, type Programs } from '../programs/index.ts';
import { GIFT_BALANCE_MAX } from './gift.ts';
import { fromNowOn, loosenedSince, type Loosened } from './loosened-since.ts';
import {
  insertRate,
  insertTerms,
  insertThreshold,
  selectGiftSettings,
  type RateRow,
  type TermsRow,
  type ThresholdRow,
} from './store/terms.ts';
import { contentAgainst } from './terms-against.ts';
import type { Terms, TermsContent } from './terms.ts';

export type GiftSettingsDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly walletTypes: WalletTypes;
  readonly accounts: Accounts;
  /** Ranges whose stock terms may name; another process may have opened one just now. */
  readonly cards: { readonly settings: () => Pick<CardSettings, 'rangeByCode' | 'rangesOf'>; refresh(): Promise<void> };
  readonly audit?: Audit | undefined;
  readonly onFailure?: ((error: unknown) => void) | undefined;
};

/** So much of one currency for so much of another, in smallest steps. */
export type Rate = { readonly numerator: bigint; readonly denominator: bigint };

/** A rate between two units of a tenant, from a moment on. */
export type DatedRate = RateRow;

/** Which balances are paid out in a jurisdiction, from a moment on. */
export type Threshold = ThresholdRow;

/** A balance below an amount may be paid out, and one of at most a share of what was put on the card. */
export type CashOut = Pick<ThresholdRow, 'below' | 'leftPercent'>;

/** Terms as somebody asks for them; from now on where no moment is said. */
export type NewTerms = {
  readonly code: string;
  readonly currency: string;
  readonly inForceFrom?: Instant | undefined;
  readonly content: TermsContent;
};

export type GiftSettings = ReturnType<typeof createGiftSettings>;

/** The newest of dated rows that is not later than a moment; rows are in the order of their dates. */
function inForce<Row extends { readonly inForceFrom: Instant }>(rows: readonly Row[], at: Instant): Row | undefined {
  return rows.findLast((row) => row.inForceFrom <= at);
}

/** Keeps terms, rates and cash-out thresholds in memory: settings, so there are few. All are dated, and none ever changes. */
export function createGiftSettings(deps: GiftSettingsDeps) {
  const { database, clock, programs, walletTypes, accounts, audit } = deps;
  const follower = createSettingsFollower({
    database,
    load: selectGiftSettings,
    onFailure: deps.onFailure,
    beforeShowing: () => walletTypes.refresh(),
  });
  const { refresh } = follower;

  const termsOf = (row: TermsRow): Terms => {
    const unit = programs.settings().unit(row.unit);
    const amount = (text: string | undefined, otherwise: bigint): bigint => {
      const read = text === undefined ? undefined : parseQuantity(text, unit.decimals);
      return read?.ok ? read.value : otherwise;
    };
    return {
      ...row,
      unit,
      loadMin: amount(row.content.loadMin, 0n),
      loadMax: amount(row.content.loadMax, QUANTITY_MAX),
      balanceMax: amount(row.content.balanceMax, GIFT_BALANCE_MAX),
      fee: amount(row.content.fee?.amount, 0n),
    };
  };
  const rowsOf = (program: number, code: string): TermsRow[] =>
    follower.current().terms.filter((row) => row.program === program && row.code === code);

  /** The terms of a code at a moment; before the first ones the first. Terms that never were are a bug. */
  const termsAt = (program: number, code: string, at: Instant): Terms => {
    const rows = rowsOf(program, code);
    const row = inForce(rows, at) ?? rows[0];
    assert(row, `program ${program} has no terms ${code}`);
    return termsOf(row);
  };
  const openWallet = async (program: Program, unit: number, code: string, purpose: WalletPurpose): Promise<void> => {
    const added = {
      tenant: program.tenant,
      program: program.program,
      unit,
      code,
      purpose,
      spendOrder: 0,
      paysPoints: 1n,
      paysMoney: 1n,
      rules: {},
      activation: 'none' as const,
      expiry: 'never' as const,
    };
    const made = await walletTypes.define(added, { unitDecimals: 0, currencyDecimals: 0 });
    // Two who set the first terms at one moment both find them there.
    assert(made.ok || made.refusal === 'points.wallet_type.exists', 'gift wallets can be opened');
  };

  /** The row that terms would be, from what is known at this moment. Refuses what `setTerms` does, but for a moment that somebody takes meanwhile. */
  const rowFor = async (program: Program, input: NewTerms): Promise<Ok<{ row: TermsRow; now: Instant }> | Refusal> => {
    const { tenant } = program;
    const unit = programs.settings().unitByCode(tenant, input.currency);
    if (!unit || unit.kind !== 'money') return refuse('programs.unit.not_found', { unit: input.currency });
    await deps.cards.refresh();
    const wrong = contentAgainst(input.content, unit, tenant, deps.cards.settings());
    if (wrong) return wrong;
    const now = clock.now();
    const [before] = rowsOf(program.program, input.code);
    if (before && before.unit !== unit.unit)
      return refuse('giftcards.terms.other_currency', { currency: programs.settings().unit(before.unit).code });
    // What was decided by the terms of a moment stays as it was.
    const { code, content, inForceFrom = now } = input;
    if (inForceFrom < now && before) return refuse('giftcards.terms.in_the_past');
    return { ok: true, row: { tenant, program: program.program, code, inForceFrom, unit: unit.unit, content }, now };
  };

  return {
    refresh,
    watch: follower.watch,
    stop: follower.stop,
    termsAt,
    /** All terms of a program as they are at a moment, by code. */
    termsOfProgram(program: number, at: Instant): Terms[] {
      const codes = new Set(follower.current().terms.flatMap((row) => (row.program === program ? [row.code] : [])));
      return [...codes].flatMap((code) => {
        const row = inForce(rowsOf(program, code), at);
        return row ? [termsOf(row)] : [];
      });
    },
    /** What so much of one currency is in another at a moment; undefined where no rate is known. */
    rateAt(tenant: number, fromUnit: number, toUnit: number, at: Instant): Rate | undefined {
      const rows = follower
        .current()
        .rates.filter((row) => row.tenant === tenant && row.fromUnit === fromUnit && row.toUnit === toUnit);
      return inForce(rows, at);
    },
    /** Which balances may be paid out in a jurisdiction; undefined where none may. */
    cashOutAt(tenant: number, jurisdiction: string, unit: number, at: Instant): CashOut | undefined {
      const rows = follower
        .current()
        .thresholds.filter((row) => row.tenant === tenant && row.jurisdiction === jurisdiction && row.unit === unit);
      return inForce(rows, at);
    },
    /** In what terms would be looser than what is said of the same cards, as all processes know it now. Refuses what setting them would. */
    async foreseeTerms(program: Program, input: NewTerms): Promise<Ok<{ loosened: readonly Loosened[] }> | Refusal> {
      await refresh();
      const read = await rowFor(program, input);
      if (!read.ok) return read;
      const { tenant } = program;
      const terms = follower.current().terms.filter((row) => row.tenant === tenant);
      const ranges = deps.cards.settings().rangesOf(tenant);
      return { ok: true, loosened: loosenedSince(read.row, { terms, ranges, now: read.now }) };
    },
    /**
     * Sets terms from a moment on. Refuses a currency that is none of the tenant's, amounts that it does not hold, a card range that is not
     * there or whose cards cannot be sold on them, terms that the law they name does not allow, another currency than the terms of this code have, and a moment that has passed or is taken.
     */
    async setTerms(
      program: Program,
      input: NewTerms,
      by: Actor = PROGRAM_ITSELF,
    ): Promise<Ok<{ terms: Terms }> | Refusal> {
      const read = await rowFor(program, input);
      if (!read.ok) return read;
      const { row } = read;
      const unit = programs.settings().unit(row.unit);
      if (!walletTypes.ofGifts(program.program, unit.unit)) {
        await openWallet(program, unit.unit, `gift.${unit.code}`, 'gift');
        await openWallet(program, unit.unit, `gift.${unit.code}.promotional`, 'gift_promotional');
      }
      await accounts.refresh();
      const done = await writeSettings(
        { database, refresh, audit },
        async (tx) => (await insertTerms(tx, row)) || undefined,
        () => ({
          ...{ tenant: program.tenant, by, act: 'giftcards.terms.set', subject: `gift terms ${row.code}` },
          after: { currency: unit.code, inForceFrom: isoFromInstant(row.inForceFrom), ...row.content },
        }),
      );
      return done ? { ok: true, terms: termsOf(row) } : refuse('giftcards.terms.date_taken');
    },
    /** The rates that another one would follow or stand beside: what holds now or held at its beginning, and what is scheduled. */
    async ratesSoFar({ tenant, fromUnit, toUnit, inForceFrom }: RateRow): Promise<readonly RateRow[]> {
      await refresh();
      const now = clock.now();
      const known = follower
        .current()
        .rates.filter((row) => row.tenant === tenant && row.fromUnit === fromUnit && row.toUnit === toUnit);
      return fromNowOn(known, inForceFrom < now ? inForceFrom : now);
    },
    /** Sets a rate from a moment on. Refuses a moment that is taken. */
    async setRate(row: RateRow, by: Actor = PROGRAM_ITSELF): Promise<Ok<object> | Refusal> {
      const { fromUnit, toUnit, numerator, denominator, inForceFrom } = row;
      const done = await writeSettings(
        { database, refresh, audit },
        async (tx) => (await insertRate(tx, row)) || undefined,
        () => ({
          ...{ tenant: row.tenant, by, act: 'giftcards.rate.set' },
          subject: `gift rate ${programs.settings().unit(fromUnit).code} ${programs.settings().unit(toUnit).code}`,
          after: {
            numerator: String(numerator),
            denominator: String(denominator),
            inForceFrom: isoFromInstant(inForceFrom),
          },
        }),
      );
      return done ? { ok: true } : refuse('giftcards.terms.date_taken');
    },
    /** Sets the cash-out threshold of a jurisdiction from a moment on. Refuses a moment that is taken. */
    async setThreshold(row: ThresholdRow, by: Actor = PROGRAM_ITSELF): Promise<Ok<object> | Refusal> {
      const done = await writeSettings(
        { database, refresh, audit },
        async (tx) => (await insertThreshold(tx, row)) || undefined,
        () => ({
          ...{ tenant: row.tenant, by, act: 'giftcards.cash_out_threshold.set' },
          subject: `cash-out threshold ${row.jurisdiction} ${programs.settings().unit(row.unit).code}`,
          after: {
            below: String(row.below),
            ...(row.leftPercent !== undefined && { leftPercent: row.leftPercent }),
            inForceFrom: isoFromInstant(row.inForceFrom),
          },
        }),
      );
      return done ? { ok: true } : refuse('giftcards.terms.date_taken');
    },
    thresholds: (tenant: number): ThresholdRow[] =>
      follower.current().thresholds.filter((row) => row.tenant === tenant),
    rates: (tenant: number): RateRow[] => follower.current().rates.filter((row) => row.tenant === tenant),
  };
}
