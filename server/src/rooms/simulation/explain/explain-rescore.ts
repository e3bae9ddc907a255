import type { RescoreRecord } from '../../checkout/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import type { Books } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { kindText } from './kind-texts.ts';
import type { Difference } from './recompute-record.ts';
import { tellAfter, tellBooked, tellChanges, tellCircumstances, tellHead, tellKind } from './tell-books.ts';
import { PART, tellAgain } from './tell-again.ts';
import { nameOf, pointsIn } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

const TEXTS = {
  now: {
    en: 'It gives {after} {wallet} now; it had given {before}.',
    es: 'Ahora da {after} {wallet}; antes daba {before}.',
  },
  same: { en: 'It gives {after} {wallet}, as before.', es: 'Da {after} {wallet}, como antes.' },
  version: {
    en: 'Decided by version {version} of the rulebook, on prices as they were paid and on what had not come back.',
    es: 'Decidido por la versión {version} del reglamento, con los precios pagados y lo que no se había devuelto.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

export type RescoreToTell = {
  readonly kept: KeptOperation;
  readonly record: RescoreRecord;
  readonly rulebook: Rulebook;
  readonly books: Books;
  readonly differences: readonly Difference[];
};

/** A receipt whose points were decided again, for a reader: by which version, what it gives and had given, and why somebody asked. */
export async function tellRescore(
  deps: ExplainDeps,
  { kept, record, rulebook, books, differences }: RescoreToTell,
  reader: Reader,
  voice: Voice,
): Promise<readonly string[]> {
  const { say } = voice;
  const now = record.points.map(([wallet, before, after]) => {
    const { points, wallet: word } = pointsIn(rulebook, { wallet, points: after }, voice);
    const had = pointsIn(rulebook, { wallet, points: before }, voice).points;
    return say(before === after ? TEXTS.same : TEXTS.now, { after: points, wallet: word, before: had });
  });
  const parts = record.grants.map((one) => {
    const name = reader === 'customer' ? nameOf(rulebook, one.promotion, voice.language) : one.promotion;
    return say(PART, { ...pointsIn(rulebook, one, voice), name });
  });
  if (reader === 'customer') return [tellKind(kept, voice), ...now, ...parts];
  const common = [...(await tellCircumstances(deps, kept, voice)), say(TEXTS.version, { version: rulebook.version })];
  if (reader === 'cashier')
    return [`${say(kindText(kept.kind).name)}.`, ...common, ...now, ...parts, ...tellAfter(deps, kept, voice)];
  return [
    tellHead(deps, kept, voice),
    ...[...common, ...now, ...parts, ...tellChanges(books.changes, voice), ...tellBooked(deps, books, voice)],
    ...tellAgain(differences, voice),
  ];
}
