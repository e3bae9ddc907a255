import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import { diffRulebooks } from './diff-rulebooks.ts';
import type { RulebookDiff } from './diff-rulebooks.ts';
import type { Draft, Publication } from './draft.ts';
import { pause } from './pause.ts';
import type { Pause, PauseOutcome } from './pause.ts';
import { bindPublication, requestPublication } from './request-publication.ts';
import type { PublicationRequest, RequestOutcome } from './request-publication.ts';
import { discardDraft, problemsOf, saveDraft } from './save-draft.ts';
import type { CheckedDraft, DraftSave } from './save-draft.ts';
import { findDraft, selectDrafts } from './store/draft.ts';
import { selectPublications } from './store/publication.ts';
import type { VersionsDeps } from './versions-deps.ts';

type Found = Ok<CheckedDraft> | Refusal<'promotions.draft.not_found'>;

/** Drafts of rulebooks and what becomes of them. */
export type Versions = {
  readonly save: (save: DraftSave) => ReturnType<typeof saveDraft>;
  readonly discard: (save: Omit<DraftSave, 'content'>) => ReturnType<typeof discardDraft>;
  readonly find: (program: number, name: string) => Promise<Found>;
  readonly list: (
    program: number,
    page: { readonly after: string; readonly limit: number },
  ) => Promise<readonly Draft[]>;
  /** What is otherwise in `after`; version 0 is the empty rulebook. */
  readonly diff: (before: unknown, after: unknown) => RulebookDiff | undefined;
  readonly request: (asked: PublicationRequest) => Promise<RequestOutcome>;
  readonly pause: (asked: Pause) => Promise<PauseOutcome>;
  /** Why the versions of a program were published, by version. */
  readonly publications: (program: number) => Promise<readonly Publication[]>;
};

/** Makes it, and says to the room staff what an approved publication does. */
export const createVersions = (deps: VersionsDeps): Versions => {
  bindPublication(deps);
  return {
    save: (save) => saveDraft(deps, save),
    discard: (save) => discardDraft(deps, save),
    find: async (program, name) => {
      const draft = await findDraft(deps.database, program, name);
      if (draft === undefined) return refuse('promotions.draft.not_found', { draft: name });
      return { ok: true, draft, problems: problemsOf(deps, program, draft.content) };
    },
    list: (program, page) => selectDrafts(deps.database, program, page),
    diff: diffRulebooks,
    request: (asked) => requestPublication(deps, asked),
    pause: (asked) => pause(deps, asked),
    publications: (program) => selectPublications(deps.database, program),
  };
};
