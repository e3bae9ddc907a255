import type { Asker, Place, Places } from '../places.ts';

/** What is asked: what stands in place of `:names` in the address, in their order; a query; a body. */
export type Ask = { readonly params?: readonly string[]; readonly query?: string; readonly body?: object };

type AskAbout = (places: Places, place: Place) => Promise<Ask> | Ask;
type MarkOf = (places: Places, place: Place) => Promise<string> | string;

/**
 * How an endpoint keeps to a place. `refuses`: what is named of another place is refused there, and nowhere else. `leavesOut`: the
 * answer has what is of the place and nothing of others; `mark` makes something in a place and gives a text that stands in the
 * answer for it. `personal`: it is for whoever made it. `common`: it shows or takes what belongs to all, and says why that is right.
 */
export type Probe =
  | { readonly is: 'refuses'; readonly ask: AskAbout }
  | { readonly is: 'leavesOut'; readonly mark: MarkOf; readonly ask: AskAbout }
  | { readonly is: 'personal'; readonly made: (by: Asker, places: Places) => Promise<Ask> }
  | { readonly is: 'common'; readonly why: string; readonly ask: AskAbout };

/** Probes by route; one that holds for one kind of place only stands under `kind: route`. */
export type Probes = Readonly<Record<string, Probe>>;

export const refuses = (ask: AskAbout): Probe => ({ is: 'refuses', ask });
export const leavesOut = (mark: MarkOf, ask: AskAbout = () => ({})): Probe => ({ is: 'leavesOut', mark, ask });
export const personal = (made: (by: Asker, places: Places) => Promise<Ask>): Probe => ({ is: 'personal', made });
export const common = (why: string, ask: AskAbout = () => ({})): Probe => ({ is: 'common', why, ask });
