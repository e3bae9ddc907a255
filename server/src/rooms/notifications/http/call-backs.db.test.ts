import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { deliveryReport } from '../../../../test/mail-reports.ts';
import { parseNetworks } from '../../../platform/networks.ts';

// What anybody may post to: sizes, types, signatures and repeats, as they come over HTTP.

let house: TestHouse;
let paths: { readonly receipts: string; readonly replies: string; readonly reports: string };

beforeAll(async () => {
  house = await makeHouse({ webhookAllow: parseNetworks('127.0.0.1')! });
  const asTenant = { secret: house.secrets.tenant };
  const sms = await house.request(
    'PUT /v1/channels/sms',
    {
      settings: {
        ...{
          protocol: 'http',
          url: 'http://127.0.0.1:9/send',
          fields: { to: '{to}', text: '{text}' },
          senderId: 'Acme',
        },
        receipts: { idPath: 'id', statePath: 'status', delivered: ['OK'], failed: ['NO'], secret: 'of receipts' },
        replies: { fromPath: 'from', textPath: 'text', secret: 'of replies' },
      },
    },
    asTenant,
  );
  const mail = await house.request(
    'PUT /v1/channels/email',
    {
      settings: {
        ...{ protocol: 'smtp', host: '127.0.0.1', port: 9, security: 'none', fromAddress: 'club@acme.example' },
        reports: { secret: 'of reports' },
      },
    },
    asTenant,
  );
  const [a, b] = [sms.body, mail.body] as unknown as Record<string, string>[];
  paths = { receipts: a['receiptsPath'], replies: a['repliesPath'], reports: b['reportsPath'] };
});
afterAll(() => house.close());

const KINDS = {
  receipts: { secret: 'of receipts', type: 'application/json', body: '{"id":"x","status":"OK"}' },
  replies: { secret: 'of replies', type: 'application/json', body: '{"from":"+34600111222","text":"hola"}' },
  reports: {
    secret: 'of reports',
    type: 'message/rfc822',
    body: deliveryReport({ name: 'nobody', action: 'failed', status: '5.1.1' }),
  },
} as const;
type Kind = keyof typeof KINDS;

const post = async (
  kind: Kind,
  how: {
    body?: string;
    type?: string;
    secret?: string;
    late?: number;
    headers?: Record<string, string>;
    path?: string;
  } = {},
) => {
  const { body = KINDS[kind].body, type = KINDS[kind].type, secret = KINDS[kind].secret, late = 0 } = how;
  const at = Math.floor(house.clock.now() / 1_000_000) - late;
  const answer = await house.api.inject({
    method: 'POST',
    url: how.path ?? paths[kind],
    headers: {
      'content-type': type,
      'x-timestamp': String(at),
      'x-signature': createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'),
      ...how.headers,
    },
    payload: body,
  });
  const said = JSON.parse(answer.body || '{}') as { code?: string };
  return said.code === undefined ? answer.statusCode : `${answer.statusCode} ${said.code}`;
};
const NOT_SIGNED = '401 notifications.receipt.not_signed';

describe.each(['receipts', 'replies', 'reports'] as const)('a call back of %s', (kind) => {
  test('that is signed is taken, and taken again without an effect', async () => {
    expect(await post(kind)).toBe(200);
    expect(await post(kind)).toBe(200);
  });

  test.each([
    ['no signature', { headers: { 'x-signature': '' } }],
    ['a signature that is no hexadecimal', { headers: { 'x-signature': 'zz'.repeat(32) } }],
    ['a signature that is too long', { headers: { 'x-signature': 'ab'.repeat(4_000) } }],
    ['no moment', { headers: { 'x-timestamp': '' } }],
    ['a moment that is no number', { headers: { 'x-timestamp': 'now' } }],
    ['a moment of another age', { headers: { 'x-timestamp': '9'.repeat(12) } }],
    ['a moment that is negative', { headers: { 'x-timestamp': '-1' } }],
    ['an old moment', { late: 301 }],
    ['a moment to come', { late: -310 }],
    ['another secret', { secret: 'guess' }],
    ['no secret', { secret: '' }],
  ])('with %s is refused', async (_, how) => {
    expect(await post(kind, how)).toBe(NOT_SIGNED);
  });

  test('of another kind, or at the place of nobody, is refused though it is signed', async () => {
    for (const other of (['receipts', 'replies', 'reports'] as const).filter((one) => one !== kind))
      expect(await post(kind, { secret: KINDS[other].secret })).toBe(NOT_SIGNED);
    const nobody = paths[kind].replace(/[^/]+$/, `gwy_${'0'.repeat(26)}`);
    expect(await post(kind, { path: nobody })).toBe(NOT_SIGNED);
    const neighbour = house.tokens.encode('gwy', 0, 2n);
    expect(await post(kind, { path: paths[kind].replace(/[^/]+$/, neighbour) })).toBe(NOT_SIGNED);
  });

  test('that is too large is refused before it is read to its end, and one of another type is not read', async () => {
    const max = kind === 'reports' ? 1024 * 1024 : 64 * 1024;
    expect(await post(kind, { body: 'x'.repeat(max) })).toBe(200);
    expect(await post(kind, { body: 'x'.repeat(max + 1) })).toBe(NOT_SIGNED);
    expect(await post(kind, { body: 'x'.repeat(8 * max) })).toBe(NOT_SIGNED);
    expect(await post(kind, { type: 'application/xml' })).toMatch(/^415 /);
  });

  test('of any form that is signed harms nobody', async () => {
    const bodies = [
      '',
      '\0',
      '[]',
      'null',
      '{"id":{"id":{}}}',
      '{"__proto__":{"from":"x"}}',
      '['.repeat(60_000),
      'é€😀',
    ];
    for (const body of bodies) expect(await post(kind, { body }), body.slice(0, 20)).toBe(200);
  });
});

test('no secret and no signature is told in what is shown of the channels', async () => {
  const { body } = await house.request('GET /v1/channels', undefined, { secret: house.secrets.tenant });
  const text = JSON.stringify(body);
  for (const { secret } of Object.values(KINDS)) expect(text).not.toContain(secret);
  expect(text).toContain('replies.secret');
});
