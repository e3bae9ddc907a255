// Names of writes whose outcome is not known yet, so that a second press or another try does once what is meant once.

/** Long enough to walk to where the line holds. After that the same is meant anew: meanwhile others may have changed it back. */
const OPEN_MS = 10 * 60_000;

type Named = { readonly name: string; readonly since: number };

const open = new Map<string, Named>();

/** What this write is called: what it was called before where nobody knows yet what became of it, else a new name. */
export function nameOfAct(content: string, now = performance.now()): string {
  const known = open.get(content);
  if (known && now - known.since < OPEN_MS) return known.name;
  const name = crypto.randomUUID();
  open.set(content, { name, since: now });
  return name;
}

/** It was answered, with a yes or a no: the same again is another act. */
export const answered = (content: string): void => void open.delete(content);
