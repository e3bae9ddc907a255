import { canonicalJson } from '../../../kernel/canonical.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Problem } from '../bench.ts';
import type { PublishRefusalCode } from '../refusals.ts';
import { DRAFTS_PER_PROGRAM_MAX } from './draft.ts';
import type { Draft } from './draft.ts';
import { countDrafts, endDraft, findDraft, insertDraft, updateDraft } from './store/draft.ts';
import type { VersionsDeps } from './versions-deps.ts';

export type DraftSave = {
  readonly program: number;
  readonly name: string;
  /** The revision that was seen; 0 for a new draft. */
  readonly revision: number;
  /** The whole rulebook; that of the last published version where a new draft leaves it out. */
  readonly content?: Readonly<Record<string, unknown>> | undefined;
  readonly by: Actor;
};

/** A draft with what publishing would say against it, each at its place. */
export type CheckedDraft = { readonly draft: Draft; readonly problems: readonly Problem[] };

type SaveOutcome =
  | Ok<CheckedDraft & { readonly isNew: boolean }>
  | Refusal<'promotions.draft.not_found' | 'promotions.draft.changed' | 'promotions.draft.too_many'>
  | Refusal<PublishRefusalCode>;

/** What publishing would say against the content now. */
export const problemsOf = (
  { promotions, clock }: VersionsDeps,
  program: number,
  content: unknown,
): readonly Problem[] => {
  const checked = promotions.check(program, content, { publishOn: clock.now() });
  if (checked.ok) return [];
  return (
    checked.problems ?? [
      {
        code: checked.refusal,
        place: checked.facts?.['place'] ?? '',
        what: checked.facts?.['what'] ?? '',
        whatEs: checked.facts?.['what_es'],
      },
    ]
  );
};

/** The content of the last version, as a draft begins with it. */
const lastContent = ({ promotions }: VersionsDeps, program: number): Readonly<Record<string, unknown>> => {
  const content = promotions.list(program).at(-1)?.ready().content;
  if (content === undefined) return { promotions: [] };
  const { units: _units, ...rest } = content;
  return rest;
};

/**
 * Saves a draft. Content that is wrong is kept all the same and its problems are told: nobody loses half a day's work.
 * Refuses what cannot be kept at all, more open drafts than a program may have, and a revision that somebody else has
 * saved over. The same content at the revision that it made is the same save.
 */
export const saveDraft = async (deps: VersionsDeps, save: DraftSave): Promise<SaveOutcome> => {
  const { program, name, revision, by } = save;
  const settings = deps.programs.settings().program(program);
  const content = save.content ?? lastContent(deps, program);
  const checked = deps.promotions.check(program, content);
  // What cannot be written into the database has no list of problems: it is the only one.
  if (!checked.ok && checked.problems === undefined) return checked;
  const base = deps.promotions.list(program).at(-1)?.version ?? 0;
  const written = { tenant: settings.tenant, program, name, base, content, at: deps.clock.now(), by };
  const outcome = await deps.database.transaction(async (tx) => {
    if (revision === 0 && (await countDrafts(tx, program)) >= DRAFTS_PER_PROGRAM_MAX)
      return refuse('promotions.draft.too_many', { max: String(DRAFTS_PER_PROGRAM_MAX) });
    const saved = revision === 0 ? await insertDraft(tx, written) : await updateDraft(tx, revision, written);
    if (saved !== undefined) {
      const subject = `draft ${settings.code} ${name}`;
      const after = { revision: saved.revision, base };
      await deps.audit(tx, { tenant: settings.tenant, by, act: 'promotions.draft.saved', subject, after });
      return { ok: true as const, draft: saved, isNew: saved.revision === 1 };
    }
    const known = await findDraft(tx, program, name);
    if (known === undefined) return refuse('promotions.draft.not_found', { draft: name });
    const isRepeat =
      known.revision === revision + 1 &&
      canonicalJson(known.content) === canonicalJson(JSON.parse(JSON.stringify(content)));
    return isRepeat
      ? { ok: true as const, draft: known, isNew: false }
      : refuse('promotions.draft.changed', { draft: name, revision: String(known.revision) });
  });
  return outcome.ok ? { ...outcome, problems: problemsOf(deps, program, outcome.draft.content) } : outcome;
};

/** Ends a draft that nobody wants any more. Refuses one that is not open, and a revision that was saved over. */
export const discardDraft = async (
  deps: VersionsDeps,
  { program, name, revision, by }: Omit<DraftSave, 'content'>,
): Promise<Ok<{ readonly draft: Draft }> | Refusal<'promotions.draft.not_found' | 'promotions.draft.changed'>> => {
  const settings = deps.programs.settings().program(program);
  return deps.database.transaction(async (tx) => {
    const known = await findDraft(tx, program, name);
    if (known === undefined) return refuse('promotions.draft.not_found', { draft: name });
    const ended =
      known.revision === revision ? await endDraft(tx, known, { state: 'discarded', at: deps.clock.now() }) : undefined;
    if (ended === undefined)
      return refuse('promotions.draft.changed', { draft: name, revision: String(known.revision) });
    const subject = `draft ${settings.code} ${name}`;
    await deps.audit(tx, {
      ...{ tenant: settings.tenant, by, act: 'promotions.draft.discarded', subject },
      before: { revision },
    });
    return { ok: true, draft: ended };
  });
};
