import { isDeepStrictEqual } from 'node:util';
import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { writeSettings, type Program } from '../programs/index.ts';
import { checkContent } from './check-definition.ts';
import type { TierContent, TierDefinition } from './definition.ts';
import { insertDefinition } from './store/definition.ts';
import type { TierDeps } from './tier-deps.ts';

export type PublishTiersOutcome = Ok<{ readonly definition: TierDefinition; readonly repeated: boolean }> | Refusal;

type Asked = { readonly inForceFrom?: Instant | undefined; readonly version?: number | undefined };

/** Rules that may be written, after those that are there. `same`: they are what the last version is. */
export type PreparedTiers = {
  readonly row: Omit<TierDefinition, 'thresholds'>;
  readonly earlier: readonly TierDefinition[];
  readonly same: TierDefinition | undefined;
};

/**
 * Makes rules ready to be written. Refuses rules that contradict themselves, with the place; a moment that has passed, but for the first
 * rules, so that receipts of before can be counted; and a version that is not the next one.
 */
export async function prepareTiers(
  deps: TierDeps,
  program: Program,
  content: TierContent,
  asked: Asked,
): Promise<Ok<PreparedTiers> | Refusal> {
  await deps.definitions.refresh();
  const wrong = checkContent(deps, program.program, content);
  if (!wrong.ok) return wrong;
  const earlier = deps.definitions.of(program.program);
  const last = earlier.at(-1);
  const now = deps.clock.now();
  const version = (last?.version ?? 0) + 1;
  const inForceFrom = asked.inForceFrom ?? now;
  const row = { tenant: program.tenant, program: program.program, version, inForceFrom, content };
  const isSame = last !== undefined && isDeepStrictEqual(last.content, JSON.parse(JSON.stringify(content)));
  if (isSame && (asked.inForceFrom ?? last.inForceFrom) === last.inForceFrom)
    return { ok: true, row, earlier, same: last };
  if (asked.version !== undefined && asked.version !== version) return refuse('tiers.definition.version_taken');
  if (last && inForceFrom < now)
    return refuse('tiers.definition.in_the_past', { inForceFrom: isoFromInstant(inForceFrom) });
  return { ok: true, row, earlier, same: undefined };
}

/**
 * Publishes how members of a program rise and fall, as a whole. Refuses what `prepareTiers` does. The same again is the same version. What it
 * makes of members is told when each is met next, or by the sweep.
 */
export async function publishDefinition(
  deps: TierDeps,
  program: Program,
  content: TierContent,
  more: Asked & { readonly by?: Actor } = {},
): Promise<PublishTiersOutcome> {
  const prepared = await prepareTiers(deps, program, content, more);
  if (!prepared.ok) return prepared;
  const { row, earlier, same } = prepared;
  if (same) return { ok: true, definition: same, repeated: true };
  const { version, inForceFrom } = row;
  const last = earlier.at(-1);
  const done = await writeSettings(
    { database: deps.database, refresh: deps.definitions.refresh, audit: deps.audit },
    async (tx) => ((await insertDefinition(tx, row, deps.clock.now())) ? row : undefined),
    () => ({
      ...{ tenant: program.tenant, by: more.by ?? PROGRAM_ITSELF, act: 'tiers.definition.published' },
      subject: `tiers ${program.code} ${version}`,
      before: { version: last?.version ?? 0, ...(last && { content: last.content }) },
      after: { version, content, inForceFrom: isoFromInstant(inForceFrom) },
    }),
  );
  const definition = deps.definitions.of(program.program).find((one) => one.version === version);
  return done && definition ? { ok: true, definition, repeated: false } : refuse('tiers.definition.version_taken');
}
