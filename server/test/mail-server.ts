import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SenderInput } from '../src/rooms/notifications/index.ts';
import { RECEIVER_CERTIFICATE } from './receiver-certificate.ts';

/** A mail as it came: its source, what a mail program makes of it, and its envelope. */
export type Mail = {
  readonly source: string;
  readonly read: Email;
  readonly from: string;
  readonly to: readonly string[];
};

export type MailServer = {
  readonly port: number;
  readonly mails: Mail[];
  /** Says to the next recipients what `answer` gives for them; undefined takes them. */
  onRecipient: (address: string) => { code: number; text: string } | undefined;
  /** Before a mail is acknowledged. */
  onData: () => Promise<void>;
  close(): Promise<void>;
};

/** A real SMTP server on a free port, or on the one that is given; asks for user `shop` and password `secret` under STARTTLS. */
export async function openMailServer(port = 0): Promise<MailServer> {
  const mails: Mail[] = [];
  const made: MailServer = {
    port: 0,
    mails,
    onRecipient: () => undefined,
    onData: async () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server: SMTPServer = new SMTPServer({
    ...RECEIVER_CERTIFICATE,
    closeTimeout: 100,
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'shop' && password === 'secret' ? done(null, { user: username }) : done(new Error('no')),
    onRcptTo: ({ address }, _session, done) => {
      const answer = made.onRecipient(address);
      done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString('latin1');
        void PostalMime.parse(Buffer.concat(chunks)).then(async (read) => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          mails.push({ source, read, from, to: rcptTo.map(({ address }) => address) });
          await made.onData();
          done();
        });
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(made, { port: (server.server.address() as AddressInfo).port });
}

/** Settings that fit it. */
export const mailSettings = (port: number): Extract<SenderInput, { protocol: 'smtp' }> => ({
  ...{ protocol: 'smtp', host: 'receiver.test', port, security: 'starttls', user: 'shop', password: 'secret' },
  ...{ fromAddress: 'club@acme.example', fromName: 'Acme Club' },
});
