import { canonicalJson, digest } from '../../../kernel/canonical.ts';
import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Actor, Audit } from '../../../platform/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Tx } from '../../../platform/database/database.ts';
import { decryptField, encryptField, type Keys } from '../../../platform/keys.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import { writeOnce } from '../../../platform/write-once.ts';
import { createSettingsFollower, writeSettings, type Program, type Programs } from '../../programs/index.ts';
import { couponKey, couponText, drawSecret } from './coupon-code.ts';
import type { Coupon } from './coupon.ts';
import type { CouponSettings, Series, SeriesState } from './series.ts';
import {
  addCoupons,
  countsOf,
  fileByReference,
  filesOf,
  insertFile,
  insertSeries,
  readSeries,
  takeFile,
  updateSeries,
  type CouponCounts,
  type CouponFile,
} from './store/series.ts';

export type CouponDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly programs: Programs;
  readonly audit?: Audit | undefined;
  readonly onFailure?: ((error: unknown) => void) | undefined;
};

export type NewSeries = Omit<Series, 'series' | 'state'>;
/** For whom codes are made: so many of whoever bears them, or one for each member. */
export type NewCodes = {
  readonly reference: string;
  readonly count: number;
  readonly members: readonly { readonly token: string; readonly owner: OwnerKey }[];
};

type SeriesTaken = Refusal<'promotions.series.code_taken'>;
type FileOutcome = Ok<{ readonly file: CouponFile; readonly repeated: boolean }> | Refusal;

const CODES_PER_STATEMENT = 5_000;
const FILES_SHOWN_MAX = 100;
const HEAD = 'code,member';

const isSame = (a: NewSeries, b: Series): boolean =>
  (['holder', 'usesMax', 'validFrom', 'validUntil', 'days'] as const).every((key) => a[key] === b[key]);

const contextOf = ({ series }: Series, reference: string): string => `promotions.coupon_file/${series}/${reference}`;

/** Series by program and word: a till asks for each word that a buyer shows. */
const shelve = (all: readonly Series[]): ReadonlyMap<number, ReadonlyMap<string, Series>> => {
  const shelves = new Map<number, Map<string, Series>>();
  for (const one of all) {
    const shelf = shelves.get(one.program) ?? new Map<string, Series>();
    shelves.set(one.program, shelf.set(one.code, one));
  }
  return shelves;
};

/** Series of coupons in memory, and their verbs. Codes are made from a cryptographic source and kept as digests only. */
export function createCoupons(deps: CouponDeps) {
  const { database, clock, keys } = deps;
  const follower = createSettingsFollower({
    database,
    load: async (tx) => shelve(await readSeries(tx)),
    beforeShowing: () => deps.programs.refresh(),
    onFailure: deps.onFailure,
  });
  const writing = { database, refresh: follower.refresh, audit: deps.audit };
  const seriesOf: CouponSettings['seriesOf'] = (program, code) => follower.current().get(program)?.get(code);

  const move = async (
    series: Series,
    from: readonly SeriesState[],
    to: SeriesState,
    act: string,
    by: Actor,
  ): Promise<Ok<{ readonly series: Series }> | Refusal<'promotions.series.withdrawn'>> => {
    const { code, program, tenant } = series;
    if (series.state !== to) {
      await writeSettings(
        writing,
        (tx) => updateSeries(tx, series.series, from, to),
        () => ({ tenant, by, act, subject: `coupon series ${deps.programs.settings().program(program).code} ${code}` }),
      );
    }
    let now = seriesOf(program, code) as Series;
    if (now.state !== to) {
      // Somebody else has moved it meanwhile: what he made of it counts.
      await follower.refresh();
      now = seriesOf(program, code) as Series;
    }
    return now.state === to ? { ok: true, series: now } : refuse('promotions.series.withdrawn', { series: code });
  };

  return {
    refresh: follower.refresh,
    watch: follower.watch,
    stop: follower.stop,
    seriesOf,
    ofProgram: (program: number): readonly Series[] => [...(follower.current().get(program)?.values() ?? [])],
    counts: ({ series }: Series): Promise<CouponCounts> => countsOf(database, series),
    files: ({ series }: Series): Promise<CouponFile[]> => filesOf(database, series, FILES_SHOWN_MAX),

    /** Makes a series, inert. The same again is the same series; refuses a word that has other terms. */
    async addSeries(
      { code: program }: Program,
      asked: NewSeries,
      by: Actor,
    ): Promise<Ok<{ readonly series: Series; readonly repeated: boolean }> | SeriesTaken> {
      const known = seriesOf(asked.program, asked.code);
      const made = known
        ? undefined
        : await writeSettings(
            writing,
            (tx) => insertSeries(tx, asked, clock.now()),
            () => ({
              ...{ tenant: asked.tenant, by, act: 'promotions.series.added' },
              subject: `coupon series ${program} ${asked.code}`,
              after: { holder: asked.holder, usesMax: asked.usesMax, validFrom: isoFromInstant(asked.validFrom) },
            }),
          );
      if (!known && made === undefined) await follower.refresh();
      const series = seriesOf(asked.program, asked.code);
      return series && isSame(asked, series)
        ? { ok: true, series, repeated: made === undefined }
        : refuse('promotions.series.code_taken', { series: asked.code });
    },

    /** From now on its codes are good. Refuses a withdrawn one; a published one stays as it is. */
    publish: (series: Series, by: Actor) => move(series, ['inert'], 'published', 'promotions.series.published', by),
    /** Its codes are refused from now on, for good. */
    withdraw: (series: Series, by: Actor) =>
      move(series, ['inert', 'published'], 'withdrawn', 'promotions.series.withdrawn', by),

    /** Whether codes were made under that reference: then they are told again, whoever asks. */
    isMade: async (series: Series, reference: string): Promise<boolean> =>
      (await fileByReference(database, series, reference)) !== undefined,

    /**
     * Makes codes, one statement for some thousands, all or none. The same reference and content is the same file. Refuses a withdrawn series
     * and a reference that made others.
     */
    async makeCodes(series: Series, asked: NewCodes, by: Actor): Promise<FileOutcome> {
      const { reference, count, members } = asked;
      const content = digest(canonicalJson([count, members.map(({ token }) => token)]));
      const repeat = async (): Promise<FileOutcome | undefined> => {
        const known = await fileByReference(database, series, reference);
        if (!known) return undefined;
        return known.content.equals(content)
          ? { ok: true, file: known, repeated: true }
          : refuse('operation.reference_reused', { reference });
      };
      const known = await repeat();
      if (known) return known;
      if (series.state === 'withdrawn') return refuse('promotions.series.withdrawn', { series: series.code });
      const holders: readonly (NewCodes['members'][number] | undefined)[] =
        members.length > 0 ? members : Array.from({ length: count }, () => undefined);
      const drawn = new Set<string>();
      while (drawn.size < holders.length) drawn.add(drawSecret());
      const secrets = [...drawn];
      const lines = secrets.map(
        (secret, at) => `${couponText({ series: series.code, secret })},${holders[at]?.token ?? ''}`,
      );
      const sealed = encryptField(keys, [HEAD, ...lines, ''].join('\r\n'), contextOf(series, reference));
      const now = clock.now();
      const write = async (tx: Tx): Promise<FileOutcome | undefined> => {
        const file = await insertFile(tx, series, { reference, content, quantity: secrets.length, sealed, now });
        if (!file) return undefined;
        for (let from = 0; from < secrets.length; from += CODES_PER_STATEMENT)
          await addCoupons(
            tx,
            secrets.slice(from, from + CODES_PER_STATEMENT).map((secret, at) => ({
              ...newCoupon(keys, series, secret, holders[from + at]?.owner),
              file: file.file,
            })),
          );
        await deps.audit?.(tx, {
          ...{ tenant: series.tenant, by, act: 'promotions.codes.made', subject: `coupon series ${series.code}` },
          after: { reference, quantity: secrets.length },
        });
        return { ok: true, file, repeated: false };
      };
      return writeOnce(database, write, repeat);
    },

    /** Gives the codes of a file as CSV, once: what they were sealed in is dropped with it. Refuses an unknown file, and one that went out. */
    async download(series: Series, file: bigint, by: Actor): Promise<Ok<{ readonly csv: string }> | Refusal> {
      const now = clock.now();
      return database.transaction(async (tx) => {
        const found = await takeFile(tx, series, file, now);
        if (!found) return refuse('promotions.codes.not_found');
        const { reference, downloadedAt } = found.file;
        if (!found.sealed)
          return refuse('promotions.codes.downloaded', { at: isoFromInstant(downloadedAt as Instant) });
        const csv = decryptField(keys, found.sealed, contextOf(series, reference)).toString();
        await deps.audit?.(tx, {
          ...{ tenant: series.tenant, by, act: 'promotions.codes.downloaded' },
          ...{ subject: `coupon series ${series.code}`, after: { reference } },
        });
        return { ok: true, csv };
      });
    },
  };
}

/** A code that nobody has used, valid as long as its series. */
export const newCoupon = (keys: Keys, series: Series, secret: string, member: OwnerKey | undefined): Coupon => ({
  ...{ tenant: series.tenant, key: couponKey(keys, series, secret), series: series.series, file: 0n },
  ...{ lastFour: secret.slice(-4), member, usesMax: series.usesMax },
  ...{ validFrom: series.validFrom, validUntil: series.validUntil },
  ...{ isWithdrawn: false, usedBy: [], holds: [], revision: 0 },
});

export type Coupons = ReturnType<typeof createCoupons>;

export type { CouponFile } from './store/series.ts';
