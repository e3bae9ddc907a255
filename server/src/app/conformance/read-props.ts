import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Fault } from '../../kernel/fault.ts';
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

/** Reads such a file; a Fault that names the place which is wrong, and never what stands there. */
export function readPropsFile(file: string): PropsFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    // The message of the parser would quote the file.
    throw new Fault(`${file} cannot be read as JSON`, { retry: 'never', cause });
  }
  const read = propsFile.safeParse(content);
  if (read.success) return read.data;
  const where = read.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  throw new Fault(`${file} is not a file to play with; wrong: ${where}`, { retry: 'never' });
}
