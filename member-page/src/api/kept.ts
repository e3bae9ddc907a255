import type { z } from 'zod';
import type { memberHistorySchema, memberPageSchema } from '../../../contract/member-page.ts';

/** What the first screen shows; kept on the phone for when there is no line. */
export type Page = z.infer<typeof memberPageSchema>;
export type History = z.infer<typeof memberHistorySchema>;
export type HappenedEvent = History['items'][number];

const PAGE = 'page';
const HISTORY = 'history';
const PLACE = 'place';
const LINKS = 'links';

const read = <T>(key: string): T | undefined => {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? undefined : (JSON.parse(kept) as T);
  } catch {
    return undefined;
  }
};
const write = (key: string, value: unknown): void => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden store costs the offline view and nothing else.
  }
};

export const keptPage = (): Page | undefined => read<Page>(PAGE);
export const keepPage = (page: Page): void => write(PAGE, page);
export const keptHistory = (): History | undefined => read<History>(HISTORY);
export const keepHistory = (history: History): void => write(HISTORY, history);
export const keptPlace = (): string | undefined => read<string>(PLACE);
export const keepPlace = (code: string): void => write(PLACE, code);

/** A link that this phone has made for a gift card: to send it again, or to take it back. */
export type OpenLink = {
  readonly link: string;
  readonly url: string;
  readonly text: string;
  readonly expiresAt: string;
};
export const keptLinks = (): Readonly<Record<string, OpenLink>> => read(LINKS) ?? {};
export const keepLink = (card: string, link: OpenLink | undefined): void => {
  const { [card]: _, ...others } = keptLinks();
  write(LINKS, link ? { ...others, [card]: link } : others);
};

/** Leaves nothing of the member on the phone but the choice of language and business. */
export const forgetMember = (): void => {
  for (const key of [PAGE, HISTORY, LINKS]) localStorage.removeItem(key);
};
