import type { z } from 'zod';
import type { cardFileSchema } from '../../../../../../contract/card-making.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import type { Separator } from '../csv/columns.ts';
import type { Making } from '../making.ts';
import { makingRefusals } from '../refusals.ts';
import { cardsRefusals } from '../../refusals.ts';
import { batchToken, fileToken, type MakingRouteDeps } from './room-endpoint.ts';

const SEPARATOR_NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const;
type SeparatorName = (typeof SEPARATOR_NAMES)[Separator];

/** The sign behind a name. */
export const separatorNamed = (name: SeparatorName): Separator =>
  (Object.keys(SEPARATOR_NAMES) as Separator[]).find((sign) => SEPARATOR_NAMES[sign] === name)!;

/** A file as it is shown. */
export function fileBody(
  { cards, tokens }: MakingRouteDeps,
  making: Making,
  language: 'en' | 'es',
): z.input<typeof cardFileSchema> {
  const { understood, refusal, facts } = making;
  return {
    file: fileToken(tokens, making.making),
    reference: making.reference,
    range: cards.settings().range(making.range).code,
    mode: making.mode,
    state: making.state,
    sha256: making.file.sha256.toString('hex'),
    bytes: Number(making.file.bytes),
    ...(understood && {
      understood: {
        encoding: understood.encoding,
        encodingBy: understood.encodingBy,
        separator: SEPARATOR_NAMES[understood.separator],
        lineEnds: understood.lineEnds,
        columns: [...understood.columns],
        ...(understood.decimalSign && { decimalSign: understood.decimalSign }),
      },
    }),
    rows: { total: making.rowsTotal, wrong: making.rowsWrong, done: making.rowsDone },
    ...(refusal !== undefined && {
      refusal: { code: refusal, detail: detailOf(refusal, facts, language), ...(facts && { facts }) },
    }),
    ...(making.batch !== undefined && { batch: batchToken(tokens, making.batch) }),
    requestedAt: isoFromInstant(making.requestedAt),
    ...(making.checkedAt !== undefined && { checkedAt: isoFromInstant(making.checkedAt) }),
    ...(making.confirmedAt !== undefined && { confirmedAt: isoFromInstant(making.confirmedAt) }),
    ...(making.endedAt !== undefined && { endedAt: isoFromInstant(making.endedAt) }),
  };
}

const TEXTS: Readonly<Record<string, { readonly text: { readonly en: string; readonly es: string } }>> = {
  ...makingRefusals,
  ...cardsRefusals,
};

const detailOf = (code: string, facts: Making['facts'], language: 'en' | 'es'): string =>
  (TEXTS[code]?.text[language] ?? code).replace(/\{(\w+)\}/g, (_, name: string) => facts?.[name] ?? '…');
