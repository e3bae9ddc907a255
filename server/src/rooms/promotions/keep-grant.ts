import { assert } from '../../kernel/assert.ts';
import type { Grant } from './adjudicate.ts';
import { effectKind } from './kinds.ts';
import type { Rule } from './rulebook.ts';

/** How much of a line stays with the buyer: thousandths kept of thousandths sold. */
export type LineKept = { readonly kept: bigint; readonly sold: bigint };

/**
 * What stays of a recorded grant when it cannot be decided again (semantics 3.4, `promotions.version.drift`): each
 * line's points by the undo of the effect's kind. Depends only on what is kept now, so any order of partial returns ends
 * the same, and a line that came back whole leaves nothing. `rule` is that of the derivation, or `ruleOf`.
 */
export const keepGrant = (
  grant: { readonly perLine: Grant['perLine']; readonly rule: Pick<Rule, 'kind' | 'version'> },
  lineKept: (line: number) => LineKept,
): { readonly points: bigint; readonly perLine: Grant['perLine'] } => {
  const { kind: code, version } = grant.rule;
  const kind = effectKind(code, version);
  assert(kind !== undefined, `a grant names the kind ${code} ${version}, which is gone`);
  let points = 0n;
  const perLine: [number, bigint][] = [];
  for (const [line, part] of grant.perLine) {
    const { kept, sold } = lineKept(line);
    const stays = kept >= sold ? part : kind.undo.keep(part, kept, sold);
    if (stays === 0n) continue;
    points += stays;
    perLine.push([line, stays]);
  }
  return { points, perLine };
};
