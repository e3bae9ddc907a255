// Names of writes whose outcome is not known yet, so that a second press, another try, or the same form after the page was loaded again
// does once what is meant once.

/** Long enough to walk to where the line holds. After that the same is meant anew: meanwhile others may have changed it back. */
const OPEN_MS = 10 * 60_000;
const KEPT = 'tallystick.openActs';
/** What carries one of these is named for as long as the page lives: nothing that it could be guessed from is kept beyond that. */
const SECRET = /"(pin|newPin|password|secret|apiKey|authToken|privateKey)":/i;

/** What a write goes by: its name, and the moment that it says it happened at, where it says one. */
export type Named = { readonly name: string; readonly at?: string | undefined };
type Open = Named & { readonly since: number };
type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** A write by whose key it is found again: half a digest of its content, which itself is kept nowhere. */
const keyOf = async (content: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content));
  return [...new Uint8Array(digest).slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** Names of open writes, kept in a store that outlives the page but not its tab. */
export function createActNames(store: Store | undefined) {
  const open = new Map<string, Open>(readKept(store));
  const secret = new Set<string>();
  const keep = (): void => {
    const kept = [...open].filter(([key]) => !secret.has(key));
    try {
      store?.setItem(KEPT, JSON.stringify(kept));
    } catch {
      // A browser that lets nothing be kept knows the names as long as the page lives.
    }
  };
  return {
    /**
     * What this write is called: what it was called before where nobody knows yet what became of it, else as `given`. A given name that
     * is not needed is forgotten. It is kept before anything is sent, since the page may be gone before the answer comes.
     */
    async nameOf(content: string, given: Named, now = Date.now()): Promise<Named> {
      const key = await keyOf(content);
      const known = open.get(key);
      if (known && now - known.since < OPEN_MS) return known;
      const named = { ...given, since: now };
      open.set(key, named);
      if (SECRET.test(content)) secret.add(key);
      for (const [other, { since }] of open) if (now - since >= OPEN_MS) open.delete(other);
      keep();
      return named;
    },
    /** It was answered, with a yes or a no: the same again is another act. */
    async answered(content: string): Promise<void> {
      open.delete(await keyOf(content));
      keep();
    },
    /** Whoever leaves leaves nothing behind that the next would go on with. */
    forget(): void {
      open.clear();
      keep();
    },
  };
}

function readKept(store: Store | undefined): [string, Open][] {
  try {
    const kept: unknown = JSON.parse(store?.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? (kept as [string, Open][]) : [];
  } catch {
    return [];
  }
}

const tab = (): Store | undefined => {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
};

/** Those of this tab. */
export const actNames = createActNames(tab());
