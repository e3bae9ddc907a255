import { addSeconds, INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Queries } from '../../platform/database/database.ts';
import { roomOf, type Room } from './bound.ts';
import { handsOf } from './hands.ts';
import type { StaffPolicy } from './policy.ts';
import type { Worth } from './role.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findAlone, insertAlone, sumAlone, takeAloneHead } from './store/alone.ts';
import { selectGrantsOf } from './store/grant.ts';
import { findPolicy } from './store/policy.ts';
import { selectRoles } from './store/role.ts';

/** Whoever asks whether he may alone. */
export type Alone = {
  readonly tenant: number;
  readonly by: Actor;
  /** In which he acts, as `partner:norte`; the whole tenant where it is not said. Roles of other places do not count. */
  readonly place?: string | undefined;
  readonly kind: string;
};

export type AloneAsk = Alone & {
  /** Unique in the kind. */
  readonly reference: string;
  /** Of all that is asked: another content under the same reference is refused, or a small one would open the door for a large one. */
  readonly digest: Buffer;
  /** Absent for what nobody does alone. */
  readonly worth: Worth | undefined;
  /** What points would pay that are moved: a bound of points says nothing where a point is dear, so that it is bound as money too. */
  readonly pays?: Worth | undefined;
};

export type AloneOutcome = Ok<{ readonly isAlone: boolean }> | Refusal<'operation.reference_reused'>;

/** What is left to somebody, in the unit's smallest step; undefined where nothing binds him. */
export type AloneNow = { readonly upTo: bigint; readonly left: bigint } | undefined;

export const DAY_SECONDS = 24 * 3_600;
const SECONDS_PER_HOUR = 3_600;

type Deps = Pick<StaffDeps, 'database' | 'clock' | 'decimalsOf'>;

/** Whether nothing binds the actor: a credential of nobody, where the tenant says that its scopes are enough. */
const isFree = ({ person }: Actor, { credentialsAreBound }: StaffPolicy): boolean =>
  person === undefined && !credentialsAreBound;

/** The same, asked now: where it holds, nobody need work out what an act would move. */
export const isFreeNow = async ({ database }: Pick<Deps, 'database'>, tenant: number, by: Actor): Promise<boolean> =>
  isFree(by, await findPolicy(database, tenant));

const roomFor = async (
  queries: Queries,
  { tenant, by: { person }, place, kind }: Alone,
  unit: string,
  { bounds }: StaffPolicy,
  now: Instant,
): Promise<Room> => {
  if (person === undefined) return roomOf([], bounds, kind, unit);
  const grants = await selectGrantsOf(queries, tenant, person, now, await selectRoles(queries, tenant));
  const here = grants.filter((grant) => grant.scope === 'tenant' || `${grant.scope}:${grant.place}` === place);
  return roomOf(
    here.map(({ role }) => role.alone),
    bounds,
    kind,
    unit,
  );
};

/**
 * In whose hands the actor is, with himself: whoever makes people, or keys, to divide an act among them has divided nothing. A session
 * speaks by a credential of the portal that nobody holds.
 */
const handsFor = (queries: Queries, { tenant, by }: Alone, { newcomerHours: hours }: StaffPolicy, now: Instant) => {
  const actor = by.session === undefined ? by : { person: by.person };
  return handsOf(queries, tenant, actor, hours === 0 ? INSTANT_NEVER : addSeconds(now, -hours * SECONDS_PER_HOUR));
};

const stepsOf = ({ decimalsOf }: Pick<Deps, 'decimalsOf'>, tenant: number, unit: string): bigint =>
  10n ** BigInt(decimalsOf(tenant, unit) ?? 0);

/**
 * Whether somebody may do this by himself: as far as one act goes, and as far as all he did within 24 hours goes, in the same unit. If he
 * may it is counted, before it is done and whether or not it succeeds; the same reference is counted once. Those who ask at once wait for
 * each other. Refuses a reference that was something else.
 */
export const takeAlone = (deps: Deps, ask: AloneAsk): Promise<AloneOutcome> =>
  deps.database.transaction(async (tx) => {
    const { tenant, kind, reference, digest, worth } = ask;
    const now = deps.clock.now();
    const policy = await findPolicy(tx, tenant);
    if (isFree(ask.by, policy)) return { ok: true as const, isAlone: true };
    if (worth === undefined) return { ok: true as const, isAlone: false };
    await takeAloneHead(tx, tenant, now);
    const kept = await findAlone(tx, tenant, kind, reference);
    if (kept && !kept.digest.equals(digest)) return refuse('operation.reference_reused');
    const hands = await handsFor(tx, ask, policy, now);
    // What is asked may not say how much it moves (a wallet that is opened) nor by whom: counted is what the same one asked, and no more of it.
    const [self] = hands ?? [];
    const isCounted = kept !== undefined && kept.unit === worth.unit && worth.amount <= kept.amount;
    if (isCounted && self !== undefined && kept.hands.includes(self)) return { ok: true as const, isAlone: true };
    if (hands === undefined || !(await isWithin(deps, tx, { ...ask, worth }, policy, hands, now)))
      return { ok: true as const, isAlone: false };
    const use = { tenant, hands: [...hands], kind, at: now, digest };
    await insertAlone(tx, { ...use, reference, ...worth });
    if (ask.pays) await insertAlone(tx, { ...use, reference: `${IN_MONEY}${reference}`, ...ask.pays });
    return { ok: true as const, isAlone: true };
  });

// References begin with the number of a credential.
const IN_MONEY = 'money of ';

type Moving = Pick<AloneAsk, 'pays'> & { readonly worth: Worth };

/** Whether what is moved, and what it pays, is within the bounds of one act and of the day. Of money nobody may have said anything. */
async function isWithin(
  deps: Pick<StaffDeps, 'decimalsOf'>,
  queries: Queries,
  { worth, pays, ...alone }: Alone & Moving,
  policy: StaffPolicy,
  hands: ReadonlySet<string>,
  now: Instant,
): Promise<boolean> {
  const { tenant, kind } = alone;
  for (const { unit, amount } of [worth, ...(pays ? [pays] : [])]) {
    const room = await roomFor(queries, alone, unit, policy, now);
    if (unit !== worth.unit && !room.isSaid) continue;
    const steps = stepsOf(deps, tenant, unit);
    if (amount > BigInt(room.upTo) * steps) return false;
    const counted = { unit, kind: room.countsEveryKind ? undefined : kind };
    const used = await sumAlone(queries, tenant, [...hands], { ...counted, since: addSeconds(now, -DAY_SECONDS) });
    if (used + amount > BigInt(room.perDay) * steps) return false;
  }
  return true;
}

/** Whether somebody would have to ask for it now, for a form that says so before anything is sent. Nothing is counted. */
export const wouldAsk = async (deps: Deps, ask: Alone & Moving): Promise<boolean> => {
  const { database } = deps;
  const now = deps.clock.now();
  const policy = await findPolicy(database, ask.tenant);
  if (isFree(ask.by, policy)) return false;
  const hands = await handsFor(database, ask, policy, now);
  return hands === undefined || !(await isWithin(deps, database, ask, policy, hands, now));
};

/** What somebody may still do by himself now, for a form that tells it before anything is sent. Nothing is counted. */
export const aloneNow = async (deps: Deps, alone: Alone & { readonly unit: string }): Promise<AloneNow> => {
  const { database } = deps;
  const now = deps.clock.now();
  const policy = await findPolicy(database, alone.tenant);
  if (isFree(alone.by, policy)) return undefined;
  const room = await roomFor(database, alone, alone.unit, policy, now);
  const steps = stepsOf(deps, alone.tenant, alone.unit);
  const hands = await handsFor(database, alone, policy, now);
  if (hands === undefined) return { upTo: 0n, left: 0n };
  const counted = { unit: alone.unit, kind: room.countsEveryKind ? undefined : alone.kind };
  const used = await sumAlone(database, alone.tenant, [...hands], { ...counted, since: addSeconds(now, -DAY_SECONDS) });
  const [upTo, perDay] = [BigInt(room.upTo) * steps, BigInt(room.perDay) * steps];
  const left = perDay > used ? perDay - used : 0n;
  return { upTo: left < upTo ? left : upTo, left };
};
