// A member's browser as the API sees it: a cookie, a header, an address. Real browsers are in member-page.browser.test.ts.

import type { TestHouse } from './house.ts';

export type Asked = { readonly status: number; readonly body: Record<string, never>; readonly cookie: string };

/** A browser that keeps its cookie; `asks('GET /v1/me')`. */
export function memberBrowser(house: Pick<TestHouse, 'api' | 'notifications' | 'tenant'>, address = '198.51.100.7') {
  let cookie = '';
  let csrf = '';
  const asks = async (what: string, body?: unknown, headers: Record<string, string> = {}): Promise<Asked> => {
    const [method, url] = what.split(' ') as ['GET' | 'POST' | 'PATCH' | 'DELETE', string];
    const answer = await house.api.inject({
      ...{ method, url, remoteAddress: address },
      headers: { cookie, 'x-csrf-token': csrf, 'user-agent': 'a phone', ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const set = String(answer.headers['set-cookie'] ?? '');
    if (set) cookie = set.split(';')[0] ?? '';
    const isJson = String(answer.headers['content-type']).includes('json');
    const read = isJson ? (JSON.parse(answer.body) as Record<string, never>) : {};
    if (typeof read['csrf'] === 'string') csrf = read['csrf'];
    return { status: answer.statusCode, body: read, cookie: set };
  };
  /** The newest code that went to a phone; undefined where none did. */
  const codeTo = async (phone: string): Promise<string | undefined> => {
    const sent = await house.notifications.outbox(house.tenant, { before: 9_000_000_000_000_000_000n, limit: 200 });
    return /\d{6}/.exec(sent.find((one) => one.to === phone)?.text ?? '')?.[0];
  };
  return {
    asks,
    codeTo,
    async signIn(phone: string, extra: object = {}, tenant = 'demo'): Promise<Asked> {
      await asks('POST /v1/me/codes', { tenant, phone });
      const code = (await codeTo(phone)) ?? '000000';
      return asks('POST /v1/me/sessions', { tenant, phone, code, ...extra });
    },
    forget: (): void => {
      cookie = '';
    },
    /** Somebody else's header beside the own cookie. */
    withCsrf: (other: string): void => {
      csrf = other;
    },
  };
}
