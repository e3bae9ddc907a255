import { canonicalJson, digest } from '../../../kernel/canonical.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import type { Approval } from '../../staff/index.ts';
import { refuseVersion } from '../publish.ts';
import { PUBLISH_REFUSALS } from '../refusals.ts';
import type { RulebookContent } from '../rulebook.ts';
import { budgetsAgainst } from '../limits/budgets-against.ts';
import { diffRulebooks } from './diff-rulebooks.ts';
import { resumeIn } from './pause-content.ts';
import { planChange, prepareAll, refuseSuperseding } from './plan.ts';
import type { PlannedRulebook } from './plan.ts';
import { endDraft, findDraft, findDraftById } from './store/draft.ts';
import { selectPublications } from './store/publication.ts';
import type { Finding, VersionsDeps } from './versions-deps.ts';
import { writeRulebooks } from './write-rulebooks.ts';
import type { Why } from './write-rulebooks.ts';

/** The kind under which the room staff keeps such requests. */
export const PUBLISH = 'promotions.publish';
/** What the search calls what is given on purpose: it hinders only a program that wants to publish none of it. */
const GIFT = 'preflight.giveaway';
/** What the second person has to be allowed. */
export const PUBLISH_PERMISSION = 'promotions:publish';

/** What is to be published: a draft, an earlier version again, or a paused promotion again. */
export type Wanted =
  | { readonly act: 'draft'; readonly draft: string; readonly revision: number }
  | { readonly act: 'restore'; readonly restored: number }
  | { readonly act: 'resume'; readonly promotion: string };

export type PublicationRequest = {
  readonly program: number;
  readonly wanted: Wanted;
  readonly inForceFrom?: Instant | undefined;
  /** True: a scheduled version may be kept from ever taking force. */
  readonly supersede?: boolean | undefined;
  readonly reference: string;
  readonly reason?: string | undefined;
  readonly by: Actor;
};

export type RequestOutcome =
  | Ok<{ readonly approval: Approval; readonly findings: readonly Finding[]; readonly repeated: boolean }>
  | Refusal;

type Plan = { readonly plans: readonly PlannedRulebook[]; readonly why: Omit<Why, 'reference'> };

// What is in force carries its units; another wallet type of the same code and other decimals would make of 5 points 500.
const refuseUnits = (
  deps: VersionsDeps,
  program: number,
  version: number,
  content: RulebookContent,
): Refusal | undefined => {
  const checked = deps.promotions.check(program, { promotions: [] });
  const now = checked.ok && 'content' in checked ? checked.content.units : undefined;
  const then = content.units;
  if (now === undefined || then === undefined) return undefined;
  const changed = (unit: string): Refusal =>
    refuse('promotions.publication.unit_changed', { version: String(version), unit });
  if (then.currency.code !== now.currency.code || then.currency.decimals !== now.currency.decimals)
    return changed(then.currency.code);
  const used = new Set(content.promotions.flatMap(({ effects }) => effects.map(({ wallet }) => wallet ?? '')));
  for (const [code, { decimals }] of Object.entries(then.wallets)) {
    const today = now.wallets[code];
    // A wallet type that is gone is named with its place by the check of the content.
    if (used.has(code) && today !== undefined && today.decimals !== decimals) return changed(code);
  }
  return undefined;
};

const planResume = async (
  deps: VersionsDeps,
  queries: Queries,
  program: number,
  promotion: string,
): Promise<Ok<Plan> | Refusal> => {
  const all = deps.promotions.list(program);
  const pauses = (await selectPublications(queries, program)).filter(
    (one) => one.kind === 'pause' && one.promotion === promotion,
  );
  const last = pauses.at(-1);
  const inForce = deps.promotions.rulebookAt(program, deps.clock.now());
  const isThere = inForce.content.promotions.some(({ code }) => code === promotion);
  if (last === undefined || isThere) return refuse('promotions.promotion.not_paused', { promotion });
  // The first of the versions that the pause wrote is the one without; what it was made from stands beside it.
  const first = pauses.find(({ reference }) => reference === last.reference) ?? last;
  const before = all[(first.restored ?? 0) - 1]?.ready().content ?? { promotions: [] };
  const after = all[first.version - 1]?.ready().content ?? { promotions: [] };
  const plans = planChange(deps, program, (content) => resumeIn(content, before, after));
  return { ok: true, plans, why: { kind: 'resume', promotion } };
};

const planOf = async (
  deps: VersionsDeps,
  queries: Queries,
  {
    program,
    wanted,
    inForceFrom,
    supersede,
  }: Pick<PublicationRequest, 'program' | 'wanted' | 'inForceFrom' | 'supersede'>,
  approved?: bigint,
): Promise<Ok<Plan> | Refusal> => {
  if (wanted.act === 'resume') return planResume(deps, queries, program, wanted.promotion);
  const superseding = supersede === true ? undefined : refuseSuperseding(deps, program, inForceFrom);
  if (superseding) return superseding;
  if (wanted.act === 'restore') {
    const published = deps.promotions.list(program)[wanted.restored - 1];
    if (published === undefined) return refuse('promotions.rulebook.not_found', { version: String(wanted.restored) });
    const { content } = published.ready();
    const units = refuseUnits(deps, program, wanted.restored, content);
    if (units) return units;
    return {
      ok: true,
      plans: [{ content, inForceFrom, comesBack: true }],
      why: { kind: 'restore', restored: wanted.restored },
    };
  }
  const draft =
    approved === undefined
      ? await findDraft(queries, program, wanted.draft)
      : await findDraftById(queries, program, approved);
  if (draft === undefined || draft.state !== 'open')
    return refuse('promotions.draft.not_found', { draft: wanted.draft });
  if (draft.revision !== wanted.revision)
    return refuse('promotions.draft.changed', { draft: wanted.draft, revision: String(draft.revision) });
  return { ok: true, plans: [{ content: draft.content, inForceFrom }], why: { kind: 'draft', draft: draft.draft } };
};

const subjectOf = (program: string, wanted: Wanted): string => {
  if (wanted.act === 'draft') return `draft ${program} ${wanted.draft}`;
  return wanted.act === 'restore'
    ? `rulebook ${program} ${wanted.restored}`
    : `promotion ${program} ${wanted.promotion}`;
};

/**
 * Asks a second person to publish. Everything is checked now, with the search for ways around the rules, and again in the
 * transaction of the yes; what the second person sees is what is published then. Refuses what publishing refuses, a draft
 * that was saved over, a version that would keep a scheduled one from taking force, and a reference that meant something
 * else. The same request again is the same.
 */
export const requestPublication = async (deps: VersionsDeps, asked: PublicationRequest): Promise<RequestOutcome> => {
  await deps.promotions.refresh();
  const { program, wanted, inForceFrom, supersede = false, reference, reason, by } = asked;
  const { tenant, code, policy } = deps.programs.settings().program(program);
  const from = inForceFrom === undefined ? {} : { inForceFrom: isoFromInstant(inForceFrom) };
  const ask = digest(canonicalJson({ program: code, ...wanted, ...from, supersede })).toString('hex');
  const known = await deps.approvals.findByReference(deps.database, tenant, PUBLISH, reference);
  if (known !== undefined) {
    if (known.facts['ask'] !== ask) return refuse('staff.approval.reference_reused');
    return { ok: true, approval: known, findings: (known.facts['findings'] ?? []) as Finding[], repeated: true };
  }
  const plan = await planOf(deps, deps.database, asked);
  if (!plan.ok) return plan;
  const prepared = prepareAll(deps, program, plan.plans);
  if (!prepared.ok) return prepared;
  const [first] = prepared.rulebooks;
  const { zone } = deps.programs.settings().program(program);
  const short = first && (await budgetsAgainst(deps.database, first.row, zone));
  if (short) return short;
  const content = first?.row.content ?? { promotions: [] };
  const findings = (await deps.preflight?.(program, content)) ?? [];
  // What was published once may come back: only drafts are held to it, and only for what was found.
  const against = findings.filter(
    ({ isLoophole, code: found }) =>
      isLoophole !== false || (policy.loopholes === 'refuse_giveaways' && found === GIFT),
  );
  const [loophole] = against;
  if (wanted.act === 'draft' && policy.loopholes !== 'tell' && loophole)
    return refuse('promotions.publication.has_loopholes', {
      count: String(against.length),
      first: loophole.en,
    });
  const diff = diffRulebooks(deps.promotions.rulebookAt(program, deps.clock.now()).content, content);
  const facts = {
    ...{ program: code, ask, wanted, ...from, supersede, version: first?.row.version ?? 0 },
    ...(plan.why.draft !== undefined && { draft: String(plan.why.draft) }),
    digest: digest(canonicalJson(prepared.rulebooks.map(({ row }) => row.contentDigest.toString('hex')))).toString(
      'hex',
    ),
    changes: {
      settings: diff?.settings.map(({ path }) => path) ?? [],
      added: diff?.added.map((one) => one.code) ?? [],
      removed: diff?.removed.map((one) => one.code) ?? [],
      changed: diff?.changed.map((one) => one.code) ?? [],
    },
    ...(findings.length > 0 && { findings }),
    ...(reason !== undefined && { reason }),
  };
  const outcome = await deps.database.transaction((tx) =>
    deps.approvals.request(tx, {
      ...{ tenant, kind: PUBLISH, reference, subject: subjectOf(code, wanted), facts, requestedBy: by },
    }),
  );
  return outcome.ok ? { ok: true, approval: outcome.approval, findings, repeated: outcome.repeated } : outcome;
};

type Facts = {
  readonly program: string;
  readonly wanted: Wanted;
  readonly inForceFrom?: string;
  readonly supersede: boolean;
  readonly version: number;
  readonly draft?: string;
  readonly digest: string;
  readonly reason?: string;
};

const publishApproved = async (deps: VersionsDeps, tx: Tx, approval: Approval): Promise<Ok<object> | Refusal> => {
  const facts = approval.facts as unknown as Facts;
  const { program } = deps.programs.settings().programByCode(approval.tenant, facts.program) ?? { program: 0 };
  const { wanted, supersede } = facts;
  const inForceFrom = facts.inForceFrom === undefined ? undefined : instantFromIso(facts.inForceFrom);
  const approved = facts.draft === undefined ? undefined : BigInt(facts.draft);
  const plan = await planOf(deps, tx, { program, wanted, inForceFrom, supersede }, approved);
  if (!plan.ok) return plan;
  const prepared = prepareAll(deps, program, plan.plans);
  if (!prepared.ok) return prepared;
  const next = prepared.rulebooks[0]?.row.version ?? 0;
  if (next !== facts.version) return refuseVersion(facts.version, next);
  const digests = prepared.rulebooks.map(({ row }) => row.contentDigest.toString('hex'));
  // Units or a scheduled version may have changed since: then it is not what was approved.
  if (digest(canonicalJson(digests)).toString('hex') !== facts.digest) return refuseVersion(facts.version, next);
  const why = { ...plan.why, approval: approval.approval, reference: approval.reference, reason: facts.reason };
  if (wanted.act === 'draft' && plan.why.draft !== undefined) {
    const ended = await endDraft(
      tx,
      { program, draft: plan.why.draft, revision: wanted.revision },
      { state: 'published', version: next, at: deps.clock.now() },
    );
    if (ended === undefined) return refuse('promotions.draft.changed', { draft: wanted.draft, revision: '' });
  }
  return writeRulebooks(deps, tx, prepared.rulebooks, why, approval.decidedBy ?? {});
};

/** What publishing after a yes may refuse. */
const REFUSALS = [
  'promotions.draft.not_found',
  'promotions.draft.changed',
  'promotions.publication.nothing_changes',
  'promotions.publication.would_supersede',
  'promotions.publication.unit_changed',
  'promotions.promotion.not_paused',
  'promotions.rulebook.not_found',
  ...PUBLISH_REFUSALS,
] as const;

/** Says what a second person's yes does: it publishes, in the transaction of the decision. */
export const bindPublication = (deps: VersionsDeps): void => {
  deps.approvals.onApproved(PUBLISH, {
    permission: PUBLISH_PERMISSION,
    asker: ({ facts }) => ({
      permissions: ['promotions:write'],
      place: `program:${(facts as unknown as Facts).program}`,
    }),
    refusals: REFUSALS,
    run: (tx, approval) => publishApproved(deps, tx, approval),
    // Tills of this process shall not wait for the next look at the settings.
    after: () => deps.promotions.refresh(),
  });
};
