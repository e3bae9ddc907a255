// Mails that mailboxes send about ours, as RFC 3464 and RFC 5965 have them.

const CRLF = '\r\n';
const lines = (...all: readonly (string | undefined)[]): string => all.filter((one) => one !== undefined).join(CRLF);

type Part = { readonly type: string; readonly text: string; readonly isBase64?: boolean | undefined };

const MAILBOX = 'bounces@acme.example';

const report = (type: string, parts: readonly Part[], to = MAILBOX): string =>
  lines(
    'From: MAILER-DAEMON@mx.example.com',
    `To: ${to}`,
    'Subject: A report',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=${type}; boundary="report"`,
    '',
    ...parts.flatMap((part) => [
      '--report',
      `Content-Type: ${part.type}`,
      part.isBase64 ? 'Content-Transfer-Encoding: base64' : undefined,
      '',
      part.isBase64 ? Buffer.from(part.text).toString('base64').replaceAll(/.{76}/g, `$&${CRLF}`) : part.text,
      '',
    ]),
    '--report--',
    '',
  );

const original = (name: string): string =>
  lines(
    'From: Acme Club <club@acme.example>',
    'To: lucia@example.com',
    'Subject: Words',
    `Message-ID: <${name}@acme.example>`,
    'Content-Type: text/plain',
    '',
    'Words for people: 550 5.1.1 is only a number here.',
  );

export type DeliveryReport = {
  readonly name: string;
  readonly action: string;
  readonly status: string;
  readonly diagnostic?: string | undefined;
  /** `none`: nothing of the e-mail comes back. */
  readonly returned?: 'message/rfc822' | 'text/rfc822-headers' | 'none';
  /** Where the notification is sent. */
  readonly to?: string;
  readonly isFolded?: boolean;
  readonly isBase64?: boolean;
};

/** A delivery status notification about an e-mail of that name. */
export function deliveryReport({ name, action, status, diagnostic, ...how }: DeliveryReport): string {
  const { returned = 'message/rfc822', to = MAILBOX, isFolded = false, isBase64 = false } = how;
  const headers = original(name).split(CRLF + CRLF)[0] as string;
  const folded = (text: string): string => (isFolded ? text.replaceAll(/: (?=[^\r\n]+)/g, `:${CRLF}\t`) : text);
  const about = lines(
    'Final-Recipient: rfc822; lucia@example.com',
    `Action: ${action}`,
    `Status: ${status}`,
    diagnostic === undefined ? undefined : `Diagnostic-Code: ${diagnostic}`,
  );
  const told = {
    type: 'message/delivery-status',
    text: folded(lines('Reporting-MTA: dns; mx.example.com', '', about, '')),
    isBase64,
  };
  const words = { type: 'text/plain', text: 'It could not be delivered.' };
  if (returned === 'none') return report('delivery-status', [words, told], to);
  const text = folded(returned === 'message/rfc822' ? original(name) : `${headers}${CRLF}`);
  return report('delivery-status', [words, told, { type: returned, text, isBase64 }], to);
}

type Complaint = {
  /** Undefined: nothing of the e-mail comes back. */
  readonly name: string | undefined;
  readonly type?: string;
  /** From which address it had come, where the report says so. */
  readonly mailFrom?: string;
};

/** A report of a mailbox whose person says something of an e-mail of that name. */
export const complaint = ({ name, type = 'abuse', mailFrom }: Complaint): string =>
  report('feedback-report', [
    { type: 'text/plain', text: 'This is an abuse report.' },
    {
      type: 'message/feedback-report',
      text: lines(
        ...[`Feedback-Type: ${type}`, 'User-Agent: SomeMailbox/1.0', 'Version: 1'],
        ...[mailFrom && `Original-Mail-From: <${mailFrom}>`, ''],
      ),
    },
    ...(name === undefined ? [] : [{ type: 'message/rfc822', text: original(name) }]),
  ]);
