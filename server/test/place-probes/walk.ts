import { rights, type Right, type Within } from '../../src/app/rights/matrix.ts';
import { PLACES, type Answer, type Asker, type Place, type Places } from '../places.ts';
import { deskProbes } from './desks.ts';
import type { Ask, Probe, Probes } from './probe.ts';
import { settingsProbes } from './settings.ts';
import { tillProbes } from './tills.ts';

/** All of them; in this order they leave things as they found them. */
export const allProbes: Probes = { ...tillProbes, ...deskProbes, ...settingsProbes };

/** A refusal that says how the question was put, and nothing of places. */
const BADLY_PUT = /^http\.|^operation\.reference_missing$|^staff\.session\.step_up_needed$/;
const BEYOND = 'staff.session.beyond_place';

export const addressOf = (route: string, { params = [], query }: Ask): string => {
  let at = 0;
  const address = route.replace(/:\w+/g, () => encodeURIComponent(params[at++] ?? 'nobody'));
  return query === undefined ? address : `${address}?${query}`;
};

const told = ({ status, code }: Answer): string => `${status} ${code ?? ''}`.trim();

type Walk = {
  readonly places: Places;
  readonly scope: Within;
  /** Whose grant is of the place, and whose is of the whole tenant. */
  readonly bound: Asker;
  readonly whole: Asker;
  readonly probes?: Probes;
};

/**
 * Tries one endpoint as somebody who is bound to a place, on a thing of his and on one of another; gives what is wrong. That his own
 * is open to him, and the other's to whoever has the whole tenant, shows that it was the place which was refused.
 */
async function tryRoute({ places, scope, bound, whole }: Walk, { route }: Right, probe: Probe): Promise<string[]> {
  const { own, other } = PLACES[scope];
  const asked = async (by: Asker, place: Place): Promise<Answer> => {
    if (probe.is === 'personal') throw new Error('asks for what somebody made');
    const ask = await probe.ask(places, place);
    return by(addressOf(route, ask), ask.body);
  };
  const wrong = (what: string, answer: Answer): string => `${route}: ${what}: ${told(answer)}`;
  if (probe.is === 'leavesOut') {
    const marks = [await probe.mark(places, own), await probe.mark(places, other)] as const;
    const [seen, all] = [await asked(bound, own), await asked(whole, own)];
    return [
      ...(seen.status >= 400 ? [wrong('keeps out who is of the place', seen)] : []),
      ...(all.text.includes(marks[0]) && all.text.includes(marks[1]) ? [] : [wrong('shows nobody what is there', all)]),
      ...(seen.text.includes(marks[0]) ? [] : [wrong('does not show what is of the place', seen)]),
      ...(marks[1] !== marks[0] && seen.text.includes(marks[1]) ? [wrong('shows what is of another', seen)] : []),
    ];
  }
  if (probe.is === 'common') {
    const answer = await asked(bound, other);
    return BADLY_PUT.test(answer.code ?? '') || answer.status === 403 ? [wrong('is common, yet not open', answer)] : [];
  }
  if (probe.is === 'personal') {
    const by = async (maker: Asker, asker: Asker): Promise<Answer> => {
      const ask = await probe.made(maker, places);
      return asker(addressOf(route, ask), ask.body);
    };
    const [strange, mine] = [await by(whole, bound), await by(bound, bound)];
    return [
      ...(strange.status < 400 || BADLY_PUT.test(strange.code ?? '')
        ? [wrong('gives what another made', strange)]
        : []),
      ...(mine.code !== undefined && mine.code === strange.code ? [wrong('keeps back what is his', mine)] : []),
    ];
  }
  const strange = await asked(bound, other);
  const [mine, all] = [await asked(bound, own), await asked(whole, other)];
  return [
    ...(strange.status < 400 ? [wrong('takes what is of another', strange)] : []),
    ...(BADLY_PUT.test(strange.code ?? '') ? [wrong('was not asked well', strange)] : []),
    ...(mine.code !== undefined && mine.code === strange.code ? [wrong('keeps back what is of the place', mine)] : []),
    ...(all.code !== undefined && all.code === strange.code ? [wrong('is refused to the whole tenant', all)] : []),
    ...[mine, all].filter(({ code }) => BADLY_PUT.test(code ?? '')).map((one) => wrong('was not asked well', one)),
  ];
}

/** Walks every endpoint that is no one's own, as somebody bound to a place of that kind. Gives what is wrong, a line each. */
export async function walkPlaces(walk: Walk): Promise<string[]> {
  const { scope, bound, probes = allProbes } = walk;
  const asked = rights.filter(({ permission }) => permission !== 'public' && permission !== 'portal:self');
  const wrong: string[] = [];
  const open = new Map(asked.filter(({ within }) => within?.includes(scope)).map((right) => [right.route, right]));
  for (const { route } of asked.filter((one) => !open.has(one.route))) {
    const answer = await bound(addressOf(route, {}), {});
    if (answer.code !== BEYOND) wrong.push(`${route}: is not kept within a ${scope}, yet answers ${told(answer)}`);
  }
  const probeOf = (route: string): Probe | undefined => probes[`${scope}: ${route}`] ?? probes[route];
  for (const route of open.keys()) if (probeOf(route) === undefined) wrong.push(`${route}: nobody tries it`);
  for (const name of Object.keys(probes)) {
    const right = open.get(name);
    const probe = probeOf(name);
    if (right && probe) wrong.push(...(await tryRoute(walk, right, probe)));
  }
  return wrong;
}
