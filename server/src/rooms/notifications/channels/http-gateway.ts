import type { HttpSmsSettings } from '../sender.ts';
import { refused, type Channel, type Outgoing, type Receipt, type Sent } from './channel.ts';
import { post } from './post.ts';
import type { Guard } from './reach.ts';
import { smsTextOf } from './sms-text.ts';

/** SMS by a gateway's web service, whatever its fields are called. */
export function openHttpGateway(settings: HttpSmsSettings, guard: Guard): Channel {
  return {
    async send(outgoing) {
      if (smsTextOf(outgoing.text) === undefined) return refused('content', 'too_long');
      const { type, body } = bodyOf(settings, outgoing);
      const posted = await post(
        {
          url: new URL(settings.url),
          method: settings.method,
          headers: {
            accept: 'application/json',
            ...settings.headers,
            'content-type': type,
            // A gateway that knows repeats knows them by this.
            'idempotency-key': outgoing.id,
          },
          body,
        },
        guard,
      );
      if (posted.came === 'not_sent') return refused('channel', posted.reason);
      if (posted.came === 'unknown') return { outcome: 'unknown', reason: posted.reason };
      return outcomeOf(settings, posted);
    },
    close: async () => undefined,
  };
}

function outcomeOf(
  settings: HttpSmsSettings,
  answer: { status: number; body: string; retryAfterSeconds?: number },
): Sent {
  const { status, body, retryAfterSeconds } = answer;
  const reason = `http_${status}`;
  if (status >= 200 && status < 300) {
    const providerId = settings.idPath === undefined ? undefined : textAt(jsonOf(body), settings.idPath);
    return { outcome: 'accepted', ...(providerId !== undefined && { parts: [{ part: 1, providerId }] }) };
  }
  if (status === 429 || status === 503) return refused('busy', reason, retryAfterSeconds);
  if (status === 401 || status === 403 || status === 404 || (status >= 300 && status < 400)) {
    return refused('channel', reason);
  }
  // 500, 502, 504: something was done with it, and nobody says what.
  return status < 500 ? refused('content', reason) : { outcome: 'unknown', reason };
}

/** The body, with values put in after the form is fixed: a text can end no string of it. */
function bodyOf(settings: HttpSmsSettings, outgoing: Outgoing): { readonly type: string; readonly body: string } {
  const known: Readonly<Record<string, string>> = {
    to: outgoing.to,
    text: outgoing.text,
    sender: settings.senderId,
    id: outgoing.id,
  };
  const filled = Object.entries(settings.fields).map(([name, value]): [string, string] => [
    name,
    value.replace(/\{(to|text|sender|id)\}/g, (_, field: string) => known[field] ?? ''),
  ]);
  if (settings.format === 'form') {
    return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(filled).toString() };
  }
  return { type: 'application/json', body: JSON.stringify(treeOf(filled)) };
}

type Tree = { [field: string]: Tree | string };

/** `message.to` becomes `{"message":{"to":…}}`. */
function treeOf(fields: readonly (readonly [string, string])[]): Tree {
  const tree: Tree = Object.create(null) as Tree;
  for (const [path, value] of fields) {
    const names = path.split('.');
    let at = tree;
    for (const name of names.slice(0, -1)) {
      const next = at[name];
      at = typeof next === 'object' ? next : ((at[name] = Object.create(null) as Tree) as Tree);
    }
    at[names.at(-1) ?? ''] = value;
  }
  return tree;
}

export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const PROVIDER_ID_LENGTH_MAX = 200;

/** The text or number at a path such as `messages.0.id`. */
export function textAt(value: unknown, path: string): string | undefined {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  const text = typeof at === 'number' ? String(at) : at;
  return typeof text === 'string' && text !== '' && text.length <= PROVIDER_ID_LENGTH_MAX ? text : undefined;
}

/** What a person answered, as a gateway's call back tells it; undefined where it tells none. */
export function replyOf({ replies }: HttpSmsSettings, body: unknown): { from: string; text: string } | undefined {
  if (replies === undefined) return undefined;
  const from = textAt(body, replies.fromPath);
  const text = textAt(body, replies.textPath);
  return from === undefined || text === undefined ? undefined : { from, text };
}

/** What a gateway's call back says; undefined where it says nothing that ends a message. */
export function receiptOf(settings: HttpSmsSettings, body: unknown): Receipt | undefined {
  const { receipts } = settings;
  if (receipts === undefined) return undefined;
  const providerId = textAt(body, receipts.idPath);
  const state = textAt(body, receipts.statePath);
  if (providerId === undefined || state === undefined) return undefined;
  if (receipts.delivered.includes(state)) return { providerId, state: 'delivered', reason: '' };
  const reason = `gateway_${state.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.slice(0, 60);
  return receipts.failed.includes(state) ? { providerId, state: 'failed', reason } : undefined;
}
