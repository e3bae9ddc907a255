import type { z } from 'zod';
import type { couponFileSchema, couponSeriesSchema } from '../../../../../../contract/coupons.ts';
import { INSTANT_NEVER, isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';
import type { Tokens } from '../../../../kernel/token.ts';
import { endpointsFor } from '../../../../platform/http/endpoint.ts';
import type { LookUp } from '../../../../platform/lanes/index.ts';
import type { Principal } from '../../../partners/index.ts';
import type { Programs } from '../../../programs/index.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from '../../http/find-program.ts';
import type { CouponFile, Coupons } from '../create-coupons.ts';
import type { Series } from '../series.ts';

/** What the endpoints of coupons stand on. */
export type CouponRouteDeps = {
  readonly coupons: Coupons;
  readonly programs: Programs;
  readonly tokens: Tokens;
  readonly machine: { readonly look: LookUp };
};

export const roomEndpoint = endpointsFor<Principal>();
export const TAGS = ['coupons'];
export const SERIES_PATH = '/v1/programs/:program/coupon-series';
export const FIND_REFUSALS = [...FIND_PROGRAM_REFUSALS, 'promotions.series.not_found'] as const;

const FILE_PREFIX = 'cpnf';
const NO_LANE = 0;

/** A series of a program by its word. */
export function seriesFound(
  { coupons, programs }: CouponRouteDeps,
  principal: Principal,
  { program, series: code }: { readonly program: string; readonly series: string },
): Ok<{ readonly series: Series }> | Refusal<(typeof FIND_REFUSALS)[number]> {
  const found = findProgram(programs, principal, program);
  if (!found.ok) return found;
  const series = coupons.seriesOf(found.program, code);
  return series ? { ok: true, series } : refuse('promotions.series.not_found', { series: code });
}

/** The file that a name means; 0, which none has, for one that means none. */
export const fileOfToken = ({ tokens }: CouponRouteDeps, name: string): bigint =>
  tokens.decode(FILE_PREFIX, name)?.id ?? 0n;

/** A series as the API shows it. */
export const seriesBody = (one: Series): z.input<typeof couponSeriesSchema> => ({
  ...{ code: one.code, holder: one.holder, usesMax: one.usesMax, validFrom: isoFromInstant(one.validFrom) },
  ...(one.validUntil !== INSTANT_NEVER && { validUntil: isoFromInstant(one.validUntil) }),
  ...(one.days !== undefined && { days: one.days }),
  state: one.state,
});

/** A file of codes as the API shows it: never with its codes. */
export const fileBody = ({ tokens }: CouponRouteDeps, one: CouponFile): z.input<typeof couponFileSchema> => ({
  file: tokens.encode(FILE_PREFIX, NO_LANE, one.file),
  ...{ reference: one.reference, quantity: one.quantity, madeAt: isoFromInstant(one.madeAt) },
  ...(one.downloadedAt !== undefined && { downloadedAt: isoFromInstant(one.downloadedAt) }),
});
