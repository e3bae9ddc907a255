import { createTransport } from 'nodemailer';
import type { Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { bounceAddressOf } from '../bounce-address.ts';
import type { SmtpSettings } from '../sender.ts';
import { ATTEMPT_MS_MAX, refused, type Channel, type Outgoing, type Sent } from './channel.ts';
import { reach, type Guard } from './reach.ts';

const CONNECTIONS_MAX = 4;
const MESSAGES_PER_CONNECTION_MAX = 100;
const CONNECT_MS_MAX = 8_000;
const SILENCE_MS_MAX = 12_000;
/** With the wait for one of the connections. A server that says a word each ten seconds is no server. */
const SEND_MS_MAX = 2 * ATTEMPT_MS_MAX;

/** E-mail by SMTP over a few kept connections. */
export function openSmtp(settings: SmtpSettings, guard: Guard): Channel {
  let kept: Transporter<SMTPPool.SentMessageInfo> | undefined;

  const transport = async (): Promise<Transporter<SMTPPool.SentMessageInfo> | Sent> => {
    if (kept) return kept;
    const reached = await reach(settings.host, settings.port, guard);
    if (!reached.ok) return refused('channel', 'inside');
    if (reached.address === undefined) return refused('channel', 'unresolved');
    kept ??= createTransport(poolOptions(settings, reached.address, guard));
    return kept;
  };

  return {
    async send(outgoing) {
      const to = await transport();
      if ('outcome' in to) return to;
      try {
        await within(SEND_MS_MAX, to.sendMail(mailOf(settings, outgoing)));
        return { outcome: 'accepted' };
      } catch (error) {
        const sent = outcomeOf(error);
        // The name may lead elsewhere by now: the next attempt looks it up.
        if (sent.outcome === 'refused' && sent.faultOf === 'channel' && kept === to) {
          kept = undefined;
          to.close();
        }
        return sent;
      }
    },
    close: async () => kept?.close(),
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    deadline = setTimeout(() => reject(new Error('too slow')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(deadline));
}

// With both headers of one-click unsubscribing, as RFC 8058 wants them; the library's own list lacks the second.
const SIGNED_HEADERS =
  'from:reply-to:subject:date:message-id:to:mime-version:content-type:list-unsubscribe:list-unsubscribe-post';

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function poolOptions(settings: SmtpSettings, address: string, guard: Guard): SMTPPool.Options {
  const { host, port, security, user, password, dkim } = settings;
  return {
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    maxMessages: MESSAGES_PER_CONNECTION_MAX,
    host: address,
    port,
    // What we call ourselves; otherwise the name of this machine would be told.
    name: domainOf(settings.fromAddress),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { servername: host, minVersion: 'TLSv1.2', ...(guard.trust && { ca: guard.trust }) },
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    ...(dkim?.privateKey !== undefined && {
      dkim: {
        ...{ domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey },
        headerFieldNames: SIGNED_HEADERS,
      },
    }),
    // A text of staff must not make this program read a file or fetch a page.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function mailOf(settings: SmtpSettings, outgoing: Outgoing): SMTPPool.MailOptions {
  const { fromAddress, fromName = '', replyTo, reports } = settings;
  const { unsubscribeUrl } = outgoing;
  const bounceAddress = reports?.bounceAddress;
  return {
    // The envelope alone says where a bounce goes; the person sees who wrote.
    ...(bounceAddress !== undefined && {
      envelope: { from: bounceAddressOf(bounceAddress, outgoing.id), to: outgoing.to },
    }),
    // Objects and not text: nothing of a name is read as an address.
    from: { name: fromName, address: fromAddress },
    to: { name: '', address: outgoing.to },
    ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
    subject: outgoing.subject,
    text: outgoing.text,
    html: outgoing.html,
    // The same in every attempt, so that mailboxes know a repeat.
    messageId: `<${outgoing.id}@${domainOf(fromAddress)}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(outgoing.purpose === 'marketing' && { Precedence: 'bulk' }),
      ...(unsubscribeUrl !== undefined && {
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

type SmtpError = {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  response?: string;
};

/** What an error of the library means. Only the numbers are kept: answers repeat addresses. */
function outcomeOf(error: unknown): Sent {
  const { code = '', command = '', responseCode, response = '' } = error as SmtpError;
  if (code === 'EAUTH') return refused('channel', 'login_refused');
  if (responseCode === undefined) {
    const isBefore = command === 'CONN' || /^(EDNS|ETLS|ESOCKET|ECONNREFUSED)$/.test(code) || command === 'API';
    return isBefore ? refused('channel', 'unreachable') : { outcome: 'unknown', reason: 'no_answer' };
  }
  const enhanced = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
  const reason = `smtp_${responseCode}${enhanced === '' ? '' : `_${enhanced.replaceAll('.', '_')}`}`;
  if (responseCode === 421) return refused('channel', reason);
  if (responseCode < 500) return refused('busy', reason);
  if (command === 'MAIL FROM' || command === 'CONN' || command === 'EHLO' || command.startsWith('AUTH')) {
    return refused('channel', reason);
  }
  const isNobody =
    command === 'RCPT TO' && (enhanced === '' ? [550, 551, 553].includes(responseCode) : isGone(enhanced));
  return refused(isNobody ? 'address' : 'content', reason);
}

// X.1.*: there is no such address; X.2.1: the mailbox is closed. A full mailbox (X.2.2) or a policy (X.7.*) says nothing for ever.
export const isGone = (enhanced: string): boolean => enhanced.startsWith('5.1.') || enhanced === '5.2.1';
