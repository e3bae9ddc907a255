import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { healthSchema } from '../../../../contract/screens.ts';
import { addSeconds, isoFromInstant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { speaksForTenant } from '../../rooms/partners/index.ts';
import type { House } from '../compose.ts';
import { databaseState, laneStates, queuedMessages } from './read/health.ts';
import { screenEndpoint } from './screen-endpoint.ts';

/** `GET /v1/health`: what `/metrics` tells machines, for a person, and only of his tenant where it is a tenant's. */
export const healthEndpoint = (house: House, version: string) =>
  screenEndpoint({
    method: 'GET',
    path: '/v1/health',
    summary: 'Show how the program is',
    description: 'Lanes, followers and queues of the tenant; versions, memory and disk of the installation.',
    scope: 'settings:read',
    tags: ['screens'],
    answers: { 200: healthSchema },
    refusals: ['partners.credential.beyond_own'],
    handler: async ({ principal }) => {
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const { database, machine, webhooks, clock } = house;
      const [state, lanes, queued, lags, reports, disk, signals] = await Promise.all([
        databaseState(database),
        laneStates(database, principal.tenant),
        queuedMessages(database, principal.tenant),
        webhooks.lag(),
        house.reports.lagOf(principal.tenant),
        diskOf(house),
        house.fraud.lagOf(principal.tenant),
      ]);
      // By name, because the machine counts more than the page tells, and the answer lets nothing else through.
      const { waiting, inFlight, batches, operations, reruns, halved } = machine.figures();
      return {
        status: 200 as const,
        body: {
          versions: {
            ...{ tallystick: version, node: process.version, postgres: state.version },
            schema: state.schema,
          },
          upSince: isoFromInstant(addSeconds(clock.now(), -Math.floor(process.uptime()))),
          memoryBytes: process.memoryUsage.rss(),
          database: { bytes: Number(state.bytes) },
          ...(disk && { disk }),
          lanes: {
            ...{ waiting, inFlight, batches, operations, reruns, halved },
            open: lanes.map(({ lane, rows, last_at: lastAt }) => ({
              ...{ lane, rows: Number(rows) },
              ...(lastAt === null ? {} : { lastAt: isoFromInstant(lastAt) }),
            })),
          },
          followers: [
            {
              name: 'reports',
              rowsBehind: Number(reports.rows),
              secondsBehind: reports.seconds,
              undelivered: 0,
              dead: 0,
            },
            ...(signals === undefined
              ? []
              : [
                  {
                    ...{ name: 'signals', rowsBehind: Number(signals.rows), secondsBehind: signals.seconds },
                    ...{ undelivered: 0, dead: 0 },
                  },
                ]),
            ...lags
              .filter(({ tenant }) => tenant === principal.tenant)
              .map(({ endpoint, rows, seconds, undelivered, dead }) => ({
                ...{ name: `webhook ${endpoint}`, rowsBehind: Number(rows), secondsBehind: seconds },
                ...{ undelivered: Number(undelivered), dead: Number(dead) },
              })),
          ],
          queues: queued.map(({ kind, waiting }) => ({ name: kind, waiting })),
        },
      };
    },
  });

/** Room where the data lies; unknown where it lies elsewhere. */
async function diskOf(house: House): Promise<{ freeBytes: number; bytes: number } | undefined> {
  if (house.cardFiles === undefined) return undefined;
  const { bavail, blocks, bsize } = await statfs(dirname(house.cardFiles));
  return { freeBytes: bavail * bsize, bytes: blocks * bsize };
}
