// Apple's push service, played by a real HTTP/2 server over TLS that demands a client's certificate.

import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { makePassCertificates } from './pass-certificates.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What it heard of one push. */
export type HeardPush = {
  readonly token: string;
  readonly topic: string;
  readonly type: string;
  readonly body: string;
  /** Who the client's certificate says that it is. */
  readonly who: string;
};

export type ApplePush = Awaited<ReturnType<typeof startApplePush>>;

/** A certificate for localhost, made now. */
function localCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-apns-'));
  try {
    const parts =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 30';
    const made = spawnSync(
      'openssl',
      [...parts.split(' '), '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      { cwd: folder, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(made.stderr);
    return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Starts it on a free port of the loopback. It takes pushes until it is told to say something else. */
export async function startApplePush(authority = makePassCertificates().appleAuthority) {
  const own = localCertificate();
  const heard: HeardPush[] = [];
  const answers = new Map<string, { readonly status: number; readonly reason?: string } | 'silence'>();
  let sessions = 0;
  const server: Http2SecureServer = createSecureServer({
    ...own,
    ca: authority,
    requestCert: true,
    rejectUnauthorized: true,
  });
  const open = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions += 1;
    open.add(session);
    session.on('close', () => open.delete(session));
  });
  server.on('stream', (stream, headers) => {
    const token = String(headers[':path']).replace('/3/device/', '');
    let body = '';
    stream.setEncoding('utf8');
    stream.on('error', () => undefined);
    stream.on('data', (part: string) => {
      body += part;
    });
    stream.on('end', () => {
      const peer = (stream.session?.socket as TLSSocket | undefined)?.getPeerCertificate();
      heard.push({
        ...{ token, body, topic: String(headers['apns-topic']), type: String(headers['apns-push-type']) },
        who: String(peer?.subject?.CN),
      });
      const answer = answers.get(token) ?? { status: 200 };
      if (answer === 'silence') return;
      stream.respond({ ':status': answer.status });
      stream.end(answer.reason === undefined ? '' : JSON.stringify({ reason: answer.reason }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    /** What its callers must trust. */
    trust: own.cert,
    heard,
    sessions: () => sessions,
    /** How it answers pushes to a token from now on. */
    answer: (
      token: string,
      answer: { readonly status: number; readonly reason?: string } | 'silence' | undefined,
    ): void => void (answer === undefined ? answers.delete(token) : answers.set(token, answer)),
    /** Hangs up on everybody. */
    hangUp: (): void => {
      for (const session of open) session.destroy();
    },
    stop: async (): Promise<void> => {
      for (const session of open) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
