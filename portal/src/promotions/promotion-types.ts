import type { z } from 'zod';
import type {
  promotionKindSchema,
  promotionSchema,
  rulebookHeadSchema,
  rulebookSchema,
} from '../../../contract/promotions.ts';
import type {
  draftHeadSchema,
  draftSchema,
  offersSchema,
  publicationRequestedSchema,
  publicationSchema,
  rulebookDiffSchema,
} from '../../../contract/rulebook-versions.ts';

export type Promotion = z.output<typeof promotionSchema>;
export type Condition = NonNullable<Promotion['conditions']>[number];
export type Effect = Promotion['effects'][number];
export type Kind = z.output<typeof promotionKindSchema>;
export type Rulebook = z.output<typeof rulebookSchema>;
export type RulebookHead = z.output<typeof rulebookHeadSchema>;
export type DraftHead = z.output<typeof draftHeadSchema>;
export type Draft = z.output<typeof draftSchema>;
export type Diff = z.output<typeof rulebookDiffSchema>;
export type Publication = z.output<typeof publicationSchema>;
export type PublicationRequested = z.output<typeof publicationRequestedSchema>;
export type Offers = z.output<typeof offersSchema>;
export type Text = { readonly en: string; readonly es: string };

/** The content of a draft, as far as the editor touches it; the rest is kept as it is. */
export type Content = { readonly promotions?: readonly Promotion[]; readonly [name: string]: unknown };

/** Its sentence without its code in front, where the code stands beside it already. */
export const sentenceOf = (code: string, told: string): string =>
  told.startsWith(`${code}: `) ? told.slice(code.length + 2) : told;

/** Whether a promotion is live on a day, to come or over. */
export const standingOf = ({ firstOn, lastOn }: Promotion, today: string): 'live' | 'future' | 'past' =>
  firstOn > today ? 'future' : lastOn !== undefined && lastOn < today ? 'past' : 'live';
