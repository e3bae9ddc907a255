import type { Ask } from '../place-probes/probe.ts';
import type { Asker, Place, Places } from '../places.ts';

/** Prepares what an endpoint needs and gives what is asked of it; `by` is who will ask, for what is only his own. */
type TracedCall = (places: Places, by: Asker) => Promise<Ask> | Ask;

/** By route. */
export type TracedCalls = Readonly<Record<string, TracedCall>>;

/** Where everything is asked. */
export const PLACE: Place = { program: 'club', partner: 'mercado', outlet: 'centro' };
