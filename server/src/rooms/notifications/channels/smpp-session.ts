import { isIP } from 'node:net';
import smpp from 'smpp';
import type { Pdu, Session } from 'smpp';
import type { SmppSettings } from '../sender.ts';
import { reach, type Guard } from './reach.ts';

const BIND_MS_MAX = 8_000;
const ANSWER_MS_MAX = 10_000;
const ENQUIRE_EACH_MS = 30_000;
const RX_TEMPORARY_ERROR = 0x64;

/** What came of a PDU that wants an answer. `not_sent`: it never left. `lost`: it left, and no answer came. */
export type Asked =
  | { readonly came: 'answer'; readonly pdu: Pdu }
  | { readonly came: 'not_sent' }
  | { readonly came: 'lost' };

/** A bound session. It is over when the line breaks, or nobody answers an enquire_link. */
export type SmppSession = {
  submit(options: object): Promise<Asked>;
  readonly isOver: () => boolean;
  close(): Promise<void>;
};

export type Bound =
  | { readonly ok: true; readonly session: SmppSession }
  | { readonly ok: false; readonly reason: string };

/** Connects and binds as transceiver. What the SMSC delivers is answered once `onDeliver` has kept it, and else asked for again. */
export async function bindSmpp(
  settings: SmppSettings,
  guard: Guard,
  onDeliver: (pdu: Pdu) => Promise<void>,
): Promise<Bound> {
  const { host, port, tls } = settings;
  const reached = await reach(host, port, guard);
  if (!reached.ok) return { ok: false, reason: 'inside' };
  if (reached.address === undefined) return { ok: false, reason: 'unresolved' };
  const line = smpp.connect({
    host: reached.address,
    port,
    tls,
    ...(tls && {
      servername: isIP(host) === 0 ? host : '',
      minVersion: 'TLSv1.2',
      ...(guard.trust && { ca: guard.trust }),
    }),
  });
  let isOver = false;
  const waiting = new Set<(asked: Asked) => void>();
  const end = (): void => {
    isOver = true;
    clearInterval(enquiring);
    line.destroy();
    for (const tell of waiting) tell({ came: 'lost' });
    waiting.clear();
  };
  const ask = (write: (answered: (pdu: Pdu) => void) => boolean, withinMs: number): Promise<Asked> =>
    new Promise((resolve) => {
      if (isOver) return resolve({ came: 'not_sent' });
      const tell = (asked: Asked): void => {
        clearTimeout(deadline);
        waiting.delete(tell);
        resolve(asked);
      };
      const deadline = setTimeout(() => tell({ came: 'lost' }), withinMs);
      waiting.add(tell);
      if (!write((pdu) => tell({ came: 'answer', pdu }))) tell({ came: 'not_sent' });
    });
  const enquire = async (): Promise<void> => {
    const asked = await ask((answered) => line.enquire_link(answered), ANSWER_MS_MAX);
    if (asked.came !== 'answer') end();
  };
  const enquiring = setInterval(() => void enquire(), ENQUIRE_EACH_MS);
  line.on('error', end);
  line.on('close', end);
  line.on('enquire_link', (pdu: Pdu) => line.send(pdu.response()));
  line.on('unbind', (pdu: Pdu) => {
    line.send(pdu.response());
    line.close();
  });
  line.on('deliver_sm', (pdu: Pdu) => {
    onDeliver(pdu).then(
      () => line.send(pdu.response()),
      () => line.send(pdu.response({ command_status: RX_TEMPORARY_ERROR })),
    );
  });

  const isConnected = await connected(line, tls);
  const bound = isConnected ? await ask((answered) => bind(line, settings, answered), BIND_MS_MAX) : undefined;
  if (bound?.came !== 'answer' || bound.pdu.command_status !== 0) {
    end();
    return { ok: false, reason: bound?.came === 'answer' ? `bind_${bound.pdu.command_status}` : 'unreachable' };
  }
  return {
    ok: true,
    session: {
      submit: (options) => ask((answered) => line.submit_sm(options, answered), ANSWER_MS_MAX),
      isOver: () => isOver,
      close: async () => {
        if (!isOver) await ask((answered) => line.unbind(answered), 2_000);
        end();
      },
    },
  };
}

const bind = (line: Session, settings: SmppSettings, answered: (pdu: Pdu) => void): boolean =>
  line.bind_transceiver(
    {
      system_id: settings.systemId,
      password: settings.password ?? '',
      system_type: settings.systemType ?? '',
      interface_version: 0x34,
    },
    answered,
  );

const connected = (line: Session, tls: boolean): Promise<boolean> =>
  new Promise((resolve) => {
    const deadline = setTimeout(() => resolve(false), BIND_MS_MAX);
    const settle = (is: boolean) => (): void => {
      clearTimeout(deadline);
      resolve(is);
    };
    line.once(tls ? 'secureConnect' : 'connect', settle(true));
    line.once('error', settle(false));
    line.once('close', settle(false));
  });
