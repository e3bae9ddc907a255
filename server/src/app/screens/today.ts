import { todaySchema } from '../../../../contract/screens.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse } from '../../kernel/refusal.ts';
import { createZone } from '../../kernel/zone.ts';
import { speaksForTenant } from '../../rooms/partners/index.ts';
import type { House } from '../compose.ts';
import { createDayTallies } from './day-tally.ts';
import { screenEndpoint } from './screen-endpoint.ts';

/** `GET /v1/today` */
export const todayEndpoint = (house: House) => {
  const tally = createDayTallies(house.database);
  return screenEndpoint({
    method: 'GET',
    path: '/v1/today',
    summary: 'Show what the day has brought so far',
    description:
      "Everything that was recorded since midnight of the first program's zone. Counted from the journal, so it is exact.",
    scope: 'journal:read',
    tags: ['screens'],
    answers: { 200: todaySchema },
    refusals: ['partners.credential.beyond_own'],
    handler: async ({ principal }) => {
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const settings = house.programs.settings();
      const [program] = settings.programsOf(principal.tenant);
      const zone = program?.zone ?? createZone('UTC');
      const now = house.clock.now();
      const { date } = zone.localOf(now);
      const since = zone.startOfDay(date);
      const day = await tally(principal.tenant, date, since);
      const points = [...day.points]
        .map(([unit, sums]) => ({ ...sums, unit: settings.unit(unit) }))
        .filter(({ unit }) => unit.kind === 'points')
        .map(({ unit, earned, spent }) => ({
          unit: unit.code,
          earned: formatQuantity(earned, unit.decimals),
          spent: formatQuantity(spent, unit.decimals),
        }));
      const [from, asOf] = [isoFromInstant(since), isoFromInstant(now)];
      const { sales, returns } = day;
      return {
        status: 200 as const,
        body: { date, zone: zone.name, since: from, asOf, sales, returns, members: day.buyers.size, points },
      };
    },
  });
};
