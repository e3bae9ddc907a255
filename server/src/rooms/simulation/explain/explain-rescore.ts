import type { RescoreRecord } from '../../checkout/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import type { Books } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { kindText } from './kind-texts.ts';
import type { Difference } from './recompute-record.ts';
import { tellAfter, tellBooked, tellChanges, tellCircumstances, tellHead, tellKind } from './tell-books.ts';
import { nameOf } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

const TEXTS = {
  now: {
    en: 'It gives {after} {wallet}, where it had given {before}.',
    es: 'Da {after} {wallet}, donde daba {before}.',
  },
  part: { en: '{points} {wallet}: {name}.', es: '{points} {wallet}: {name}.' },
  version: {
    en: 'Decided by version {version} of the rulebook, on prices as they were paid and on what had not come back.',
    es: 'Decidido por la versión {version} del reglamento, con los precios pagados y lo que no se había devuelto.',
  },
  right: { en: 'Computed again without the engine: the same.', es: 'Calculado de nuevo sin el motor: lo mismo.' },
  wrong: {
    en: 'Computed again without the engine: {promotion} {what}: {told} was told, {computed} comes out.',
    es: 'Calculado de nuevo sin el motor: {promotion} {what}: constaba {told}, resulta {computed}.',
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
  const decimalsOf = (wallet: string): number => rulebook.content.units?.wallets[wallet]?.decimals ?? 0;
  const points = (wallet: string, amount: number) => ({
    points: voice.amount(amount, decimalsOf(wallet)),
    wallet: voice.wallet(wallet, amount, decimalsOf(wallet)),
  });
  const now = record.points.map(([wallet, before, after]) =>
    say(TEXTS.now, {
      ...{ wallet: points(wallet, after).wallet, before: points(wallet, before).points },
      after: points(wallet, after).points,
    }),
  );
  const parts = record.grants.map(({ promotion, wallet, points: given }) =>
    say(TEXTS.part, { ...points(wallet, given), name: nameOf(rulebook, promotion, voice.language) }),
  );
  if (reader === 'customer') return [tellKind(kept, voice), ...now, ...parts];
  const common = [...(await tellCircumstances(deps, kept, voice)), say(TEXTS.version, { version: rulebook.version })];
  if (reader === 'cashier')
    return [`${say(kindText(kept.kind).name)}.`, ...common, ...now, ...parts, ...tellAfter(deps, kept, voice)];
  return [
    tellHead(deps, kept, voice),
    ...[...common, ...now, ...parts, ...tellChanges(books.changes, voice), ...tellBooked(deps, books, voice)],
    ...(differences.length === 0 ? [say(TEXTS.right)] : differences.map((one) => say(TEXTS.wrong, { ...one }))),
  ];
}
