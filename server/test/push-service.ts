import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { RECEIVER_CERTIFICATE } from './receiver-certificate.ts';

/** A push as the browser sees it: decrypted, and who signed it. */
export type Pushed = {
  readonly browser: string;
  readonly payload: { readonly id: string; readonly title: string; readonly body: string; readonly url?: string };
  readonly headers: IncomingMessage['headers'];
  /** The claims of the VAPID token, whose signature was checked against the key beside it. */
  readonly claims: { readonly aud: string; readonly sub: string };
  readonly vapidKey: string;
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

type Browser = { readonly ecdh: ReturnType<typeof createECDH>; readonly auth: Buffer };

/** RFC 8291 over RFC 8188, as a browser does it. */
function decrypt({ ecdh, auth }: Browser, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const idLength = body[20] ?? 0;
  const sender = body.subarray(21, 21 + idLength);
  const shared = ecdh.computeSecret(sender);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const ikm = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12));
  const sealed = body.subarray(21 + idLength);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}

/** Checks the token of RFC 8292. */
function vapidOf(authorization: string): { claims: Pushed['claims']; vapidKey: string } {
  const [, token = '', vapidKey = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(vapidKey, 'base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      ...{ kty: 'EC', crv: 'P-256' },
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('the VAPID token is not signed by its key');
  return { claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Pushed['claims'], vapidKey };
}

/** A push service and the browsers that it serves, over https as `receiver.test`. */
export async function openPushService() {
  const pushed: Pushed[] = [];
  const browsers = new Map<string, Browser>();
  const answers = new Map<string, number>();
  const server = createSecureServer(RECEIVER_CERTIFICATE, (request, response) => {
    void readBody(request).then((body) => {
      const browser = request.url?.slice(1) ?? '';
      const status = answers.get(browser) ?? 201;
      const own = browsers.get(browser);
      if (status === 201 && own) {
        pushed.push({
          browser,
          headers: request.headers,
          payload: JSON.parse(decrypt(own, body)) as Pushed['payload'],
          ...vapidOf(request.headers.authorization ?? ''),
        });
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    pushed,
    answers,
    /** A browser's subscription, as `PushManager.subscribe` gives it. */
    browser(name: string) {
      const ecdh = createECDH('prime256v1');
      ecdh.generateKeys();
      const auth = randomBytes(16);
      browsers.set(name, { ecdh, auth });
      return {
        endpoint: `https://receiver.test:${port}/${name}`,
        keys: { p256dh: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') },
      };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a gateway was asked. */
export type Asked = {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** An SMS gateway over http: takes everything and names it, unless told what to answer. */
export async function openGateway() {
  const asked: Asked[] = [];
  const made = {
    asked,
    port: 0,
    /** A status in place of 202; 'silent' takes it and hangs up. */
    answer: undefined as number | 'silent' | undefined,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      asked.push({ path: request.url ?? '', headers: request.headers, body: body.toString() });
      if (made.answer === 'silent') return void request.socket.destroy();
      response.writeHead(made.answer ?? 202, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ messages: [{ id: `gw-${asked.length}` }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(made, { port: (server.address() as AddressInfo).port });
}
