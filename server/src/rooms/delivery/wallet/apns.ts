import { connect, constants, type ClientHttp2Session } from 'node:http2';

/** Where pushes to passes go, and with which certificate of the pass type. */
export type PassPush = {
  /** The phone's push token, hexadecimal. */
  readonly token: string;
  readonly passType: string;
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
};

/** What became of a push. `gone`: the phone has the pass no more. `later`: try again. */
export type Pushed = 'accepted' | 'gone' | 'later';

/** The port to Apple's push service. Never throws. */
export type PassPusher = {
  push(push: PassPush): Promise<Pushed>;
  /** Ends kept connections. */
  close(): Promise<void>;
};

/** `origin` and `trust` (PEM of its authority) are for tests; left out it is Apple's. */
export type PusherOptions = { readonly origin?: string; readonly trust?: string; readonly timeoutMs?: number };

const APPLE = 'https://api.push.apple.com';
const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 4_096;
/** As long as a connection is kept without a push. Apple asks not to open one for each. */
const IDLE_MS = 60_000;
const GONE = new Set(['BadDeviceToken', 'Unregistered', 'DeviceTokenNotForTopic']);

const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_STATUS } = constants;

/**
 * Pushes over HTTP/2, one kept connection for each certificate: the certificate is who we are. The push of a pass is empty; it only
 * says that there is news, and the phone asks us for it.
 */
export function createApns({ origin = APPLE, trust, timeoutMs = TIMEOUT_MS }: PusherOptions = {}): PassPusher {
  const sessions = new Map<string, ClientHttp2Session>();

  const sessionFor = ({ certificate, key }: PassPush): ClientHttp2Session => {
    const known = sessions.get(certificate);
    if (known && !known.closed && !known.destroyed) return known;
    const session = connect(origin, { cert: certificate, key, ...(trust && { ca: trust }) });
    sessions.set(certificate, session);
    const forget = (): void => {
      if (sessions.get(certificate) === session) sessions.delete(certificate);
    };
    session.on('close', forget);
    session.on('goaway', forget);
    // What a request meets it is told itself; a connection that ends between two of them harms nobody.
    session.on('error', forget);
    session.setTimeout(IDLE_MS, () => session.close());
    session.unref();
    return session;
  };

  const ask = (push: PassPush): Promise<Pushed> =>
    new Promise((resolve) => {
      const session = sessionFor(push);
      const request = session.request({
        [HTTP2_HEADER_METHOD]: 'POST',
        [HTTP2_HEADER_PATH]: `/3/device/${push.token}`,
        'apns-topic': push.passType,
        'apns-push-type': 'background',
        'apns-priority': '5',
      });
      let status = 0;
      let body = '';
      request.setEncoding('utf8');
      request.setTimeout(timeoutMs, () => {
        request.close(constants.NGHTTP2_CANCEL);
        // A connection that answers nothing is opened anew.
        session.destroy();
        resolve('later');
      });
      request.on('response', (headers) => {
        status = Number(headers[HTTP2_HEADER_STATUS]);
      });
      request.on('data', (part: string) => {
        if (body.length < ANSWER_BYTES_MAX) body += part;
      });
      request.on('end', () => resolve(verdictOf(status, body)));
      request.on('error', () => resolve('later'));
      request.on('close', () => resolve('later'));
      request.end('{}');
    });

  return {
    push: async (push) => {
      try {
        return await ask(push);
      } catch {
        // A certificate or address that TLS does not take.
        return 'later';
      }
    },
    close: async () => {
      await Promise.all(
        [...sessions.values()].map(
          (session) =>
            new Promise<void>((resolve) => {
              if (session.closed || session.destroyed) return resolve();
              session.close(() => resolve());
            }),
        ),
      );
    },
  };
}

function verdictOf(status: number, body: string): Pushed {
  if (status === 200) return 'accepted';
  if (status === 410) return 'gone';
  const reason = /"reason"\s*:\s*"([A-Za-z]{1,60})"/.exec(body)?.[1] ?? '';
  return status === 400 && GONE.has(reason) ? 'gone' : 'later';
}
