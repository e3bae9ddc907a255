import { addDays } from '../../../kernel/local-date.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import { createZone, type Zone } from '../../../kernel/zone.ts';
import { findMerged } from '../../../platform/lanes/index.ts';
import { identify } from '../../cards/index.ts';
import type { LineDeps } from '../deps.ts';
import { handText } from '../hand.ts';
import { resolveFilter, type AskedFilter, type FilterRefusal } from '../resolve-filter.ts';
import { FACET } from '../store/mark.ts';
import type { ActsFilter, Trail } from './trail.ts';

/** A trail as somebody asks for it: by tokens, codes, numbers and texts. */
export type AskedTrail = Pick<AskedFilter, 'from' | 'to' | 'member' | 'card' | 'receipt'> & {
  readonly records?: 'acts' | 'operations' | undefined;
  readonly person?: string | undefined;
  readonly credential?: string | undefined;
  readonly act?: string | undefined;
  readonly outlet?: string | undefined;
  readonly terminal?: string | undefined;
  readonly subject?: string | undefined;
};

/** More kinds of operations than there are. */
const KINDS_MAX = 500;

/** The days of a tenant: those of its first program. */
export const zoneOfDays = ({ programs }: Pick<LineDeps, 'programs'>, tenant: number): Zone =>
  programs.settings().programsOf(tenant)[0]?.zone ?? createZone('UTC');

/**
 * What a trail means of operations and of acts. A card and a receipt are of operations alone, a subject of acts alone; an outlet, a terminal
 * and a member are also what acts are about. Refuses what a filter of operations refuses; whoever is nobody did nothing.
 */
export async function resolveTrail(
  reports: LineDeps,
  tenant: number,
  asked: AskedTrail,
): Promise<Ok<{ readonly value: Trail }> | Refusal<FilterRefusal>> {
  const { from, to, outlet, terminal, member, card, receipt, records, subject } = asked;
  const places =
    outlet === undefined ? {} : terminal === undefined ? { outlets: [outlet] } : { terminals: [{ outlet, terminal }] };
  const resolved = await resolveFilter(reports, tenant, { from, to, member, card, receipt, ...places });
  if (!resolved.ok) return resolved;
  const who = whoOf(reports, asked);
  const isOfActs = records !== 'operations' && card === undefined && receipt === undefined;
  const zone = zoneOfDays(reports, tenant);
  const days = resolved.value;
  const subjects = isOfActs ? await subjectsOf(reports, tenant, asked) : undefined;
  const acts: ActsFilter = {
    ...(asked.act !== undefined && { act: asked.act }),
    ...(subjects && { subjects }),
    ...who,
    ...(days.from && { from: zone.startOfDay(days.from) }),
    ...(days.to && { until: zone.startOfDay(addDays(days.to, 1)) }),
  };
  const lines = {
    ...resolved.value,
    ...(asked.act !== undefined && { kinds: await kindsOf(reports, tenant, asked.act) }),
    ...((who.person ?? who.credential) !== undefined && { hands: await handsOf(reports, tenant, who) }),
  };
  return {
    ok: true,
    value: {
      acts: isOfActs ? acts : undefined,
      lines: records === 'acts' || subject !== undefined ? undefined : lines,
    },
  };
}

type Who = Pick<ActsFilter, 'person' | 'credential'>;

// Number 0 is nobody's.
function whoOf({ tokens }: LineDeps, { person, credential }: AskedTrail): Who {
  const idOf = (prefix: 'person' | 'cred', token: string): bigint => tokens.decode(prefix, token)?.id ?? 0n;
  return {
    ...(person !== undefined && { person: idOf('person', person) }),
    ...(credential !== undefined && { credential: idOf('cred', credential) }),
  };
}

/** The marks of a person, by whatever credential he acted, or of one credential. */
async function handsOf({ marks, database, partners }: LineDeps, tenant: number, who: Who): Promise<readonly number[]> {
  const settings = partners.settings();
  const values: string[] = [];
  const isHis = (credential: bigint): boolean =>
    who.person === undefined || settings.credentialById(credential)?.person === who.person;
  if (who.credential !== undefined) {
    if (isHis(who.credential)) values.push(handText({ credential: who.credential }));
  } else if (who.person !== undefined) {
    const portal = settings.portalCredentialOf(who.person);
    const own = settings.credentialsOf(tenant).filter(({ person }) => person === who.person);
    const credentials = [...own, ...(portal ? [portal] : [])].map(({ credential }) => ({ credential }));
    values.push(...[{ person: who.person }, ...credentials].map(handText));
  }
  return marks.find(
    database,
    values.map((value) => ({ tenant, facet: FACET.hand, value })),
  );
}

/** The kinds of operations that are so called, or begin so. */
async function kindsOf({ marks, database }: LineDeps, tenant: number, act: string): Promise<readonly number[]> {
  const values = (await marks.list(database, tenant, FACET.kind, act, KINDS_MAX)).filter((kind) =>
    kind.startsWith(act),
  );
  return marks.find(
    database,
    values.map((value) => ({ tenant, facet: FACET.kind, value })),
  );
}

/** What acts are about, as the chain names it; undefined where nothing was asked of that. */
async function subjectsOf(
  reports: LineDeps,
  tenant: number,
  { outlet, terminal, member, subject }: AskedTrail,
): Promise<readonly string[] | undefined> {
  const lists: (readonly string[])[] = [];
  if (subject !== undefined) lists.push([subject]);
  if (outlet !== undefined) lists.push(subjectsOfPlace(reports, tenant, outlet, terminal));
  if (member !== undefined) {
    const found = await identify(reports, reports.look, reports.programs.settings().tenant(tenant), member);
    const owners = found.ok ? [found, ...(await findMerged(reports.database, found))] : [];
    lists.push(owners.map(({ lane, owner }) => `member ${reports.tokens.encode('mem', lane, owner)}`));
  }
  const [first, ...others] = lists;
  return first?.filter((one) => others.every((list) => list.includes(one)));
}

/** An outlet with its terminals, or one of these. */
function subjectsOfPlace(
  { partners }: LineDeps,
  tenant: number,
  outlet: string,
  terminal: string | undefined,
): readonly string[] {
  if (terminal !== undefined) return [`terminal ${outlet}/${terminal}`];
  const settings = partners.settings();
  const found = settings.outletByCode(tenant, outlet);
  const terminals = found ? settings.terminalsOf(found.outlet) : [];
  return [`outlet ${outlet}`, ...terminals.map(({ code }) => `terminal ${outlet}/${code}`)];
}
