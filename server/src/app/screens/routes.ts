import type { Endpoint } from '../../platform/http/endpoint.ts';
import type { Principal } from '../../rooms/partners/index.ts';
import type { House } from '../compose.ts';
import { bookingsEndpoint } from './bookings.ts';
import { draftPreviewEndpoint } from './draft-preview.ts';
import { healthEndpoint } from './health.ts';
import { searchEndpoint } from './search.ts';
import { timelineEndpoint } from './timeline.ts';
import { todayEndpoint } from './today.ts';

/** What screens ask for in one piece, put together from several rooms. Nothing here writes. */
export const screenRoutes = (house: House, version: string): readonly Endpoint<Principal>[] => [
  searchEndpoint(house),
  timelineEndpoint(house),
  bookingsEndpoint(house),
  draftPreviewEndpoint(house),
  todayEndpoint(house),
  healthEndpoint(house, version),
];
