import { ask } from './ask.ts';

/** The key of this browser, which never leaves it, and the name under which the server knows it. */
type Device = { readonly name: string; readonly key: CryptoKey };

const SIGNS = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const opened = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('member-page', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('device');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no store'));
  });

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = work(database.transaction('device', mode).objectStore('device'));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no store'));
    });
  } finally {
    database.close();
  }
}

const keptDevice = (): Promise<Device | undefined> =>
  inStore<Device | undefined>('readonly', (store) => store.get('own') as IDBRequest<Device | undefined>);

export const forgetDevice = async (): Promise<void> => {
  await inStore('readwrite', (store) => store.clear()).catch(() => undefined);
};

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

export const platform = (): 'ios' | 'android' | 'other' => {
  const { userAgent } = navigator;
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  return userAgent.includes('Android') ? 'android' : 'other';
};

/** A fresh key to sign in with; undefined where the browser keeps none (a page without TLS). */
export async function makeKey(): Promise<{ publicKey: string; keep: (name: string) => Promise<void> } | undefined> {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return undefined;
  // Not extractable: not even this page can read the private half.
  const pair = await crypto.subtle.generateKey(SIGNS, false, ['sign', 'verify']);
  const publicKey = base64url(await crypto.subtle.exportKey('spki', pair.publicKey));
  const keep = async (name: string): Promise<void> => {
    await inStore('readwrite', (store) => store.put({ name, key: pair.privateKey } satisfies Device, 'own'));
  };
  return { publicKey, keep };
}

let aheadMs = 0;
/** How far the server's clock is ahead of ours: what is signed names a moment of his. */
export const keepClock = (serverIso: string): void => {
  aheadMs = Date.parse(serverIso) - Date.now();
};

let lastMs = 0;
let queue: Promise<unknown> = Promise.resolve();

/** The browser has no key, or none that counts. */
export class NoDevice extends Error {}

/**
 * Asks something about the gift cards of this phone, signed. One question after the other: each moment that is signed must be later
 * than the one before.
 */
export function askSigned<Answer>(word: string, path: string, subject: string, more: object = {}): Promise<Answer> {
  const asked = queue.then(async () => {
    const device = await keptDevice().catch(() => undefined);
    if (!device) throw new NoDevice();
    lastMs = Math.max(lastMs + 1, Date.now() + aheadMs);
    const at = new Date(lastMs).toISOString();
    const text = new TextEncoder().encode(['tallystick', word, device.name, at, subject].join('\n'));
    const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, device.key, text);
    return ask<Answer>(`POST ${path}`, { device: device.name, at, signature: base64url(signed), ...more });
  });
  queue = asked.catch(() => undefined);
  return asked;
}
