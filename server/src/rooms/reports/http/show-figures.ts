import type { z } from 'zod';
import { reportFiguresQuerySchema, reportFiguresSchema } from '../../../../../contract/reports.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { createZone } from '../../../kernel/zone.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { businessDayOf } from '../business-day.ts';
import { compareDay, usualDays, type Compared, type Measure } from '../compare-day.ts';
import type { Reports } from '../create-reports.ts';
import { FOLLOWER } from '../follow-journal.ts';
import { countActive, readEndings, readFirstDay, readHours, readOutstanding, type HourRow } from '../read/figures.ts';
import { readLag } from '../read/lag.ts';
import { lagBody, roomEndpoint, SCOPE, sightOf, TAGS, type ReportRouteDeps } from './room-endpoint.ts';

type Body = z.input<typeof reportFiguresSchema>;

/** Days of ends that are shown. */
const ENDINGS_SHOWN = 3;

/** `GET /v1/reports/figures` */
export const showFiguresEndpoint = ({ reports }: ReportRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/reports/figures',
    summary: 'Show the day against the usual',
    description:
      'Today is the business day of the outlet, or that in which most outlets are. The usual is the mean of the same weekdays of the last ' +
      'weeks. A bound credential sees its own outlets, and nothing of what holders have.',
    scope: SCOPE,
    tags: TAGS,
    query: reportFiguresQuerySchema,
    answers: { 200: reportFiguresSchema },
    refusals: ['reports.filter.unknown'],
    handler: async ({ principal, query }) => {
      const { tenant } = principal;
      const { database, clock, programs, partners } = reports;
      const outlet = query.outlet === undefined ? undefined : partners.settings().outletByCode(tenant, query.outlet);
      const sight = sightOf(reports, principal);
      if (query.outlet !== undefined && (!outlet || sight.outlets?.includes(outlet.outlet) === false))
        return refuse('reports.filter.unknown', { what: 'outlet', value: query.outlet });
      const [program] = programs.settings().programsOf(tenant);
      const zone = outlet?.zone ?? program?.zone ?? createZone('UTC');
      const now = clock.now();
      const local = zone.localOf(now);
      const open = partners
        .settings()
        .outletsOf(tenant)
        .filter((one) => one.state === 'open' && sight.outlets?.includes(one.outlet) !== false);
      const { date, beginsAt } = businessDayOf(outlet ? [outlet] : open, now) ?? { date: local.date, beginsAt: 0 };
      const days = usualDays(date, query.weeks, await readFirstDay(database, tenant));
      const [hours, lag, whole] = await Promise.all([
        readHours(database, outlet ? { tenant, outlets: [outlet.outlet] } : sight, [date, ...days]),
        readLag(database, tenant, FOLLOWER),
        speaksForTenant(principal) && !outlet ? wholeOf(reports, tenant, date) : {},
      ]);
      const upTo = Math.floor(local.minuteOfDay / 60);
      const figures = figuresOf(reports, hours, { day: date, days, upTo, beginsAt });
      const common = { date, beginsAt, asOf: isoFromInstant(now), zone: zone.name, days: days.length };
      return { status: 200 as const, body: { ...common, ...figures, ...whole, lag: lagBody(lag) } };
    },
  });

type Span = {
  readonly day: LocalDate;
  readonly days: readonly LocalDate[];
  readonly upTo: number;
  readonly beginsAt: number;
};

function figuresOf({ programs }: Reports, rows: readonly HourRow[], span: Span) {
  const text = ({ today, usual, usualDay, hours }: Compared, decimals: number) => ({
    today: formatQuantity(today, decimals),
    usual: formatQuantity(usual, decimals),
    usualDay: formatQuantity(usualDay, decimals),
    hours: hours.map((one) => ({
      hour: one.hour,
      today: formatQuantity(one.today, decimals),
      usual: formatQuantity(one.usual, decimals),
    })),
  });
  const plain = (compared: ReturnType<typeof text>) => {
    const { hours: _hours, ...rest } = compared;
    return rest;
  };
  const units = [...new Set(rows.map((row) => row.unit))]
    .filter((unit) => unit > 0)
    .map((unit) => programs.settings().unit(unit));
  const of = (measure: Measure, { unit, decimals }: { unit: number; decimals: number }) =>
    text(compareDay(rows, measure, { ...span, unit }), decimals);
  const has = (unit: number, measures: readonly Measure[]): boolean =>
    rows.some((row) => row.unit === unit && measures.some((measure) => row[measure] !== 0n));
  const [points, money] = [units.filter(({ kind }) => kind === 'points'), units.filter(({ kind }) => kind === 'money')];
  return {
    sales: text(compareDay(rows, 'sales', span), 0),
    returns: plain(text(compareDay(rows, 'returns', span), 0)),
    money: money
      .filter(({ unit }) => has(unit, ['sold', 'returned']))
      .map((unit) => ({ unit: unit.code, sold: of('sold', unit), returned: plain(of('returned', unit)) })),
    points: points.map((unit) => ({ unit: unit.code, earned: of('earned', unit), spent: of('spent', unit) })),
    giftCards: money
      .filter(({ unit }) => has(unit, ['loaded', 'spent']))
      .map((unit) => ({ unit: unit.code, loaded: plain(of('loaded', unit)), spent: plain(of('spent', unit)) })),
  };
}

/** What holders have, what of it ends next, and how many members are active. */
async function wholeOf(
  { database, programs }: Reports,
  tenant: number,
  date: LocalDate,
): Promise<Pick<Body, 'outstanding' | 'activeMembers'>> {
  const [outstanding, endings, activeMembers] = await Promise.all([
    readOutstanding(database, tenant),
    readEndings(database, tenant, date, ENDINGS_SHOWN),
    countActive(database, tenant, date),
  ]);
  return {
    activeMembers,
    outstanding: outstanding.map(({ unit: id, booked, pending, owed }) => {
      const { code, kind, decimals } = programs.settings().unit(id);
      const text = (amount: bigint): string => formatQuantity(amount, decimals);
      return {
        ...{ unit: code, kind, booked: text(booked), pending: text(pending), owed: text(owed) },
        endings: endings
          .filter(({ unit }) => unit === id)
          .map(({ ends_on, remaining }) => ({ on: ends_on, remaining: text(remaining) })),
      };
    }),
  };
}
