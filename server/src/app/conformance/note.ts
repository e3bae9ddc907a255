import { hash } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical.ts';

/** How a message is called, and what tells its content from another: no card and no phone stands here. */
export type MessageName = {
  /** Path and reference; of a batch, which has none, path and content. */
  readonly key: string;
  readonly path: string;
  readonly reference: string;
  readonly content: string;
  /** The reference that it undoes. */
  readonly undoes?: string;
};

/** A message that went over the line, and how it ended: answered, or cut off so that the till had no answer. */
export type Note = MessageName & {
  readonly status?: number;
  readonly code?: string;
  readonly till?: string;
  readonly operation?: string;
};

const BATCH = '/v1/batch';
/** Paths of what a till books; what only asks has no reference. */
const BOOKS = /^\/v1\/(sales|returns|voids|claims|batch|holds(\/[a-z]+)?|gift-cards\/[a-z/-]+|redemptions\/void)$/;
// How a message travels is no content: a sale that timed out may be told later as a notice.
const TRAVEL: readonly string[] = ['reference', 'manner', 'offline', 'code', 'quote'];

type Json = Readonly<Record<string, unknown>>;

const objectOf = (bytes: Buffer): Json | undefined => {
  try {
    const read: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Json) : undefined;
  } catch {
    return undefined;
  }
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The name of a message that books; undefined for one that only asks, cannot be read, or has no name. */
export function readName(url: string, header: string | string[] | undefined, body: Buffer): MessageName | undefined {
  const path = url.split('?', 1)[0] ?? '';
  const message = BOOKS.test(path) ? objectOf(body) : undefined;
  if (!message) return undefined;
  const content = hash('sha256', contentOf(message), 'hex');
  if (path === BATCH) return { key: `${path} ${content}`, path, reference: 'a batch', content };
  const reference = textOf(message['reference']) ?? textOf(header);
  if (reference === undefined) return undefined;
  const target = message['target'] as Json | undefined;
  const undoes =
    path.endsWith('void') || path.endsWith('voids')
      ? (textOf(target?.['reference']) ?? textOf(message['originalReference']))
      : undefined;
  return { key: `${path} ${reference}`, path, reference, content, ...(undoes === undefined ? {} : { undoes }) };
}

function contentOf(message: Json): string {
  const kept = Object.entries(message).filter(([key]) => !TRAVEL.includes(key));
  return canonicalJson(Object.fromEntries(kept));
}

/** Notes how a message ended. */
export function noteOf(name: MessageName, end: 'cut' | { readonly status: number; readonly text: Buffer }): Note {
  if (end === 'cut') return name;
  const answer = objectOf(end.text);
  const [code, till, operation] = [answer?.['code'], answer?.['till'], answer?.['operation']].map(textOf);
  return {
    ...{ ...name, status: end.status },
    ...(code === undefined ? {} : { code }),
    ...(till === undefined ? {} : { till }),
    ...(operation === undefined ? {} : { operation }),
  };
}
