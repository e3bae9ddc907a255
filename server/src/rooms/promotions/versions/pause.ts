import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { PublishRefusalCode } from '../refusals.ts';
import type { Published } from '../shelf.ts';
import { pauseIn } from './pause-content.ts';
import { planChange, prepareAll } from './plan.ts';
import { findPublications } from './store/publication.ts';
import type { VersionsDeps } from './versions-deps.ts';
import { writeRulebooks } from './write-rulebooks.ts';

export type Pause = {
  readonly program: number;
  /** The whole rulebook where it is left out. */
  readonly promotion?: string | undefined;
  readonly reference: string;
  readonly reason?: string | undefined;
  readonly by: Actor;
};

export type PauseOutcome =
  | Ok<{ readonly rulebooks: readonly Published[]; readonly repeated: boolean }>
  | Refusal<
      | 'promotions.promotion.not_in_force'
      | 'promotions.publication.nothing_changes'
      | 'operation.reference_reused'
      | PublishRefusalCode
    >;

const rolledBack = new Error('the pause was refused');

const repeatOf = async (deps: VersionsDeps, pause: Pause): Promise<PauseOutcome | undefined> => {
  const { tenant } = deps.programs.settings().program(pause.program);
  const known = await findPublications(deps.database, tenant, pause.reference);
  if (known.length === 0) return undefined;
  const kind = pause.promotion === undefined ? 'pause_all' : 'pause';
  const isSame = known.every(
    (one) => one.program === pause.program && one.kind === kind && one.promotion === pause.promotion,
  );
  if (!isSame) return refuse('operation.reference_reused', { reference: pause.reference });
  const all = deps.promotions.list(pause.program);
  return { ok: true, rulebooks: known.map(({ version }) => all[version - 1] as Published), repeated: true };
};

/**
 * Takes a promotion, or all of them, out of force at once: one person is enough, because less is given. The rulebook in
 * force is published without it, and every scheduled one after it; receipts of before are returned by their own version.
 * Refuses a reference that meant something else, and a promotion that neither is in force nor will be.
 */
export const pause = async (deps: VersionsDeps, asked: Pause): Promise<PauseOutcome> => {
  await deps.promotions.refresh();
  const repeat = await repeatOf(deps, asked);
  if (repeat !== undefined) return repeat;
  const { program, promotion, reference, reason, by } = asked;
  const now = deps.clock.now();
  const before = deps.promotions.rulebookAt(program, now);
  // What is left stands already: nothing that could be said against it today keeps a promotion from being stopped.
  const plans = planChange(deps, program, (content) =>
    promotion === undefined ? { ...content, promotions: [] } : pauseIn(content, promotion),
  ).map((plan) => ({ ...plan, comesBack: true as const }));
  const known = [before.content, ...deps.promotions.list(program).map(({ ready }) => ready().content)];
  if (promotion !== undefined && !known.some(({ promotions }) => promotions.some(({ code }) => code === promotion)))
    return refuse('promotions.promotion.not_in_force', { promotion });
  const prepared = prepareAll(deps, program, plans);
  if (!prepared.ok) return prepared;
  const kind = promotion === undefined ? 'pause_all' : 'pause';
  const why = { kind, promotion, restored: before.version, reference, reason } as const;

  let refusal: Refusal<PublishRefusalCode> | undefined;
  try {
    await deps.database.transaction(async (tx) => {
      const written = await writeRulebooks(deps, tx, prepared.rulebooks, why, by);
      if (written.ok) return;
      refusal = written;
      throw rolledBack;
    });
  } catch (error) {
    if (error !== rolledBack || refusal === undefined) throw error;
    // The same pause may have come twice at once: then the other one has done it.
    await deps.promotions.refresh();
    return (await repeatOf(deps, asked)) ?? refusal;
  }
  await deps.promotions.refresh();
  const all = deps.promotions.list(program);
  return {
    ok: true,
    rulebooks: prepared.rulebooks.map(({ row }) => all[row.version - 1] as Published),
    repeated: false,
  };
};
