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

/**
 * Publishes how members of a program rise and fall, as a whole. Refuses rules that contradict themselves, with the place; a moment that
 * has passed, but for the first rules, so that receipts of before can be counted; and a version that is not the next one. The
 * same again is the same version. What it makes of members is told when each is met next, or by the sweep.
 */
export async function publishDefinition(
  deps: TierDeps,
  program: Program,
  content: TierContent,
  more: { readonly inForceFrom?: Instant | undefined; readonly version?: number | undefined; readonly by?: Actor } = {},
): Promise<PublishTiersOutcome> {
  await deps.definitions.refresh();
  const wrong = checkContent(deps, program.program, content);
  if (!wrong.ok) return wrong;
  const earlier = deps.definitions.of(program.program);
  const last = earlier.at(-1);
  const isSame = last !== undefined && isDeepStrictEqual(last.content, JSON.parse(JSON.stringify(content)));
  if (isSame && (more.inForceFrom ?? last.inForceFrom) === last.inForceFrom)
    return { ok: true, definition: last, repeated: true };
  const version = (last?.version ?? 0) + 1;
  if (more.version !== undefined && more.version !== version) return refuse('tiers.definition.version_taken');
  const now = deps.clock.now();
  const inForceFrom = more.inForceFrom ?? now;
  if (last && inForceFrom < now)
    return refuse('tiers.definition.in_the_past', { inForceFrom: isoFromInstant(inForceFrom) });
  const row = { tenant: program.tenant, program: program.program, version, inForceFrom, content };
  const done = await writeSettings(
    { database: deps.database, refresh: deps.definitions.refresh, audit: deps.audit },
    async (tx) => ((await insertDefinition(tx, row, now)) ? row : undefined),
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
