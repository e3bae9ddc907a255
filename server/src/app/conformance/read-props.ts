import { z } from 'zod';
import type { PlayCard } from './stage.ts';

/** What a file gives to play with: a till's credential, cards of members, gift cards with their PINs. */
export type PropsFile = {
  readonly till?: string | undefined;
  readonly members?: readonly { readonly card: string }[] | undefined;
  readonly giftCards?: readonly PlayCard[] | undefined;
};

// Loose: DATA_DIR/demo.json is such a file, and says more.
const propsFile = z.object({
  till: z.string().min(1).optional(),
  members: z.array(z.object({ card: z.string().min(1) })).optional(),
  giftCards: z
    .array(
      z
        .object({ number: z.string().min(1), pin: z.string().optional() })
        .transform(({ number, pin }): PlayCard => (pin === undefined || pin === '' ? { number } : { number, pin })),
    )
    .optional(),
});

/** Reads what stands in such a file, or the places that are wrong, and never what stands there. */
export function readProps(
  content: unknown,
): { readonly ok: true; readonly props: PropsFile } | { readonly ok: false; readonly places: readonly string[] } {
  const read = propsFile.safeParse(content);
  if (read.success) return { ok: true, props: read.data };
  return { ok: false, places: read.error.issues.map(({ path }) => path.join('.') || 'the whole') };
}
