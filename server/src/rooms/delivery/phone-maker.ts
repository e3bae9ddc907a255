/** Whose store a phone takes its apps from. */
export type Store = 'ios' | 'android';

/** The store of the phone that a browser says it runs on; undefined for a computer, and for what says nothing. A hint, never a proof. */
export function storeOfBrowser(userAgent: string): Store | undefined {
  // Some browsers of Windows phones called themselves both; those have no store here. A new iPad calls itself a Mac.
  if (/Windows Phone/i.test(userAgent)) return undefined;
  if (/\b(iPhone|iPad|iPod)\b/.test(userAgent)) return 'ios';
  return /\bAndroid\b/.test(userAgent) ? 'android' : undefined;
}
