import { openPastUndoing } from '../../checkout/index.ts';
import type { ClaimRecord, RescoreRecord, ReturnRecord, SaleRecord } from '../../checkout/index.ts';
import { recordSheet } from '../../ledger/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import type { Grant, Language } from '../../promotions/index.ts';
import { readBooks } from './books.ts';
import type { Books } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { decideAgain, tellOccasion, tellReversal } from './explain-occasion.ts';
import { tellRescore } from './explain-rescore.ts';
import { tellReturn } from './explain-return.ts';
import { explainSale } from './explain-sale.ts';
import type { SaleExplained } from './explain-sale.ts';
import { recomputeOccasion, recomputeReversal } from './recompute-occasion.ts';
import type { OccasionKept, OccasionReversed } from './recompute-occasion.ts';
import type { Again, Difference } from './recompute-record.ts';
import { notAmongIts, recomputeUndoing } from './recompute-undoing.ts';
import { partsOfReturn } from './return-parts.ts';
import type { GrantShare } from './return-parts.ts';
import { agreesAgain, tellNotComputed } from './tell-again.ts';
import { tellAny } from './tell-books.ts';
import { voiceOf } from './words.ts';
import type { Reader, Voice } from './words.ts';

/** Where the points of an operation come from or went to: as sentences for a reader, and as data. */
export type OperationExplained = Pick<SaleExplained, 'sentences' | 'discounts' | 'differences' | 'notComputed'> & {
  readonly kind: string;
  /** Whether deciding again gives what was decided then; of what no rulebook decides whether its books sum up. */
  readonly agrees: boolean;
  /** The version that decided it; absent where none did. */
  readonly version?: number;
  /** Of a return, what its goods that stay earn. */
  readonly grants: readonly Grant[];
  /** Of a return: what became of each grant of its receipt. */
  readonly shares: readonly GrantShare[];
  readonly books: Books;
};

type Told = Omit<OperationExplained, 'kind' | 'books' | 'differences'> & {
  readonly differences: readonly Difference[];
};

const NOTHING = { grants: [], shares: [], discounts: [], notComputed: [] } as const;

/**
 * Tells an operation of any kind that the journal has, for a reader: what promotions decided with every rule and line, what was taken back of it,
 * and of all else what was done, why and by whom, to which wallets and lots. What can be computed again is, without the engine.
 */
export async function explainOperation(
  deps: ExplainDeps,
  kept: KeptOperation,
  reader: Reader,
  language: Language,
): Promise<OperationExplained> {
  const books = await readBooks(deps, kept);
  const voice = voiceOf(language, (code) => deps.walletTypes.byCode(kept.program, code)?.name?.[language]);
  const told = await tell(deps, kept, books, { reader, voice });
  const left = reader === 'auditor' ? tellNotComputed(told.notComputed, voice) : [];
  return {
    ...{ ...told, kind: kept.kind, books, sentences: [...told.sentences, ...left] },
    differences: [...books.differences, ...told.differences],
  };
}

type For = { readonly reader: Reader; readonly voice: Voice };

const tell = async (deps: ExplainDeps, kept: KeptOperation, books: Books, asked: For): Promise<Told> => {
  switch (kept.kind) {
    case 'checkout.sale':
    case 'checkout.claim':
      return tellSale(deps, kept, books, asked);
    case 'checkout.return':
    case 'checkout.void':
    case 'checkout.rescore':
      return tellUndoing(deps, kept, books, asked);
    case 'occasions.occasion':
      return tellOneOccasion(deps, kept, books, asked);
    case 'occasions.reversal':
      return tellOneReversal(deps, kept, books, asked);
    default:
      return tellPlain(deps, kept, books, asked);
  }
};

const tellPlain = async (
  deps: ExplainDeps,
  kept: KeptOperation,
  books: Books,
  { reader, voice }: For,
): Promise<Told> => ({
  ...NOTHING,
  agrees: books.differences.length === 0,
  sentences: await tellAny(deps, kept, books, reader, voice),
  differences: [],
});

const tellSale = async (deps: ExplainDeps, kept: KeptOperation, books: Books, asked: For): Promise<Told> => {
  const record = kept.record as SaleRecord | ClaimRecord;
  const told = { kept, record, rulebook: deps.rulebook(record.rulebook), books, codeOf: codeOf(deps) };
  return { ...(await explainSale(deps, told, asked.reader, asked.voice)), shares: [] };
};

const codeOf =
  ({ walletTypes }: ExplainDeps) =>
  (walletType: number): string =>
    walletTypes.of(walletType).code;

const tellUndoing = async (deps: ExplainDeps, kept: KeptOperation, books: Books, asked: For): Promise<Told> => {
  const record = kept.record as ReturnRecord | RescoreRecord;
  const undoing = await openPastUndoing(deps.look, { lane: kept.lane, seq: kept.seq, record });
  // Of a receipt that is not there nothing can be decided: its books are told all the same.
  if (undoing === undefined)
    return {
      ...{ ...(await tellPlain(deps, kept, books, asked)), agrees: false },
      differences: notAmongIts(record.is),
    };
  const { reader, voice } = asked;
  const { differences, notComputed }: Again = recomputeUndoing(deps.rulebook, undoing, codeOf(deps));
  const agrees = differences.length === 0;
  if (record.is === 'rescore') {
    const rulebook = deps.rulebook(record.rulebook);
    const sentences = await tellRescore(deps, { kept, record, rulebook, books, differences }, reader, voice);
    return { ...NOTHING, agrees, version: rulebook.version, sentences, differences, notComputed };
  }
  const parts = partsOfReturn(deps.rulebook, undoing);
  const sentences = await tellReturn(deps, { kept, record, parts, books, differences }, reader, voice);
  return {
    ...{ ...NOTHING, agrees: agrees && record.hasDrifted !== true, version: parts.rulebook.version },
    ...{ sentences, grants: parts.stays, shares: parts.shares, differences, notComputed },
  };
};

const tellOneOccasion = async (deps: ExplainDeps, kept: KeptOperation, books: Books, asked: For): Promise<Told> => {
  const record = kept.record as OccasionKept;
  const rulebook = deps.rulebook(record.rulebook);
  const { differences, notComputed } = recomputeOccasion(rulebook, record, codeOf(deps));
  const decided = decideAgain(rulebook, record, differences);
  const told = { kept, record, rulebook, decided, books };
  const sentences = await tellOccasion(deps, told, asked.reader, asked.voice);
  return {
    ...{ ...NOTHING, agrees: agreesAgain(decided), version: rulebook.version },
    ...{ sentences, grants: decided.grants, differences, notComputed },
  };
};

const tellOneReversal = async (deps: ExplainDeps, kept: KeptOperation, books: Books, asked: For): Promise<Told> => {
  const record = kept.record as OccasionReversed;
  const { lane, seq } = record.original;
  const occasion = await deps.look.row(recordSheet, { lane, seq: BigInt(seq) });
  const { differences, notComputed } = recomputeReversal(
    occasion?.record as OccasionKept | undefined,
    ...([record, codeOf(deps)] as const),
  );
  const sentences = await tellReversal(deps, { kept, record, books, differences }, asked.reader, asked.voice);
  return { ...NOTHING, agrees: differences.length === 0, sentences, differences, notComputed };
};
