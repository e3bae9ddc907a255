import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime';
import { namesInAddresses } from './bounce-address.ts';
import { isGone } from './channels/smtp.ts';

/**
 * What a mailbox reports about an e-mail of ours: `names` are what it may have been called, the surest first: before the @ of the
 * Message-ID that comes back, and in the address that the bounce was sent to. `later`: it is still being tried, or may be
 * tried again. `refused`: it was not taken, which says nothing of the address. `gone`: there is nobody at the address.
 */
export type MailReport =
  | {
      readonly is: 'bounce';
      readonly names: readonly string[];
      readonly means: 'later' | 'refused' | 'gone';
      readonly status: string;
    }
  | { readonly is: 'complaint'; readonly names: readonly string[] };

/** Types of feedback (RFC 5965) by which a person says that he does not want this. */
const COMPLAINTS = new Set(['abuse', 'fraud', 'opt-out', 'opt-out-list']);

/**
 * A mail within the mail is left whole: its head is read and no report within it. Reports have a container or two and short heads;
 * whatever goes beyond these limits is none, and the library gives it up.
 */
const READING: PostalMimeOptions = {
  forceRfc822Attachments: true,
  attachmentEncoding: 'utf8',
  maxNestingDepth: 10,
  maxHeadersSize: 128 * 1024,
};

const GROUPS_MAX = 20;

/**
 * Reads a delivery status notification (RFC 3464) or a feedback report (RFC 5965). Undefined for any other mail, and for a report that
 * says nowhere which e-mail it is about. Only fields for machines are read, never the text for people.
 */
export async function readMailReport(raw: Buffer): Promise<MailReport | undefined> {
  const mail = await parsed(raw);
  if (mail === undefined) return undefined;
  const returned = await returnedName(mail);
  const status = partOf(mail, ['message/delivery-status', 'message/global-delivery-status']);
  if (status !== undefined) {
    const names = [...returned, ...namesIn(mail, SENT_TO)];
    return names.length === 0 ? undefined : bounceOf(await groupsOf(status), names);
  }
  const part = partOf(mail, ['message/feedback-report']);
  const feedback = part === undefined ? undefined : await parsed(part);
  const names = [...returned, ...namesIn(feedback, ['original-mail-from'])];
  const isComplaint = COMPLAINTS.has(fieldOf(feedback, 'feedback-type')?.toLowerCase() ?? '');
  return isComplaint && names.length > 0 ? { is: 'complaint', names } : undefined;
}

/** A mail, or fields that stand as in the head of one; undefined beyond the limits, the only thing that the library refuses. */
const parsed = (raw: Buffer | string): Promise<Email | undefined> =>
  PostalMime.parse(raw, READING).catch(() => undefined);

/** A field by its name in lower case; the first of a name counts. */
const fieldOf = (mail: Email | undefined, name: string): string | undefined =>
  mail?.headers.find(({ key }) => key === name)?.value;

/** The first part of one of these types, decoded. */
function partOf({ attachments }: Email, types: readonly string[]): string | undefined {
  const content = attachments.find(({ mimeType }) => types.includes(mimeType))?.content;
  return typeof content === 'string' ? content : undefined;
}

/** Where servers write to whom a mail came, the most certain first. */
const SENT_TO = ['delivered-to', 'x-original-to', 'envelope-to', 'to'] as const;

const namesIn = (mail: Email | undefined, fields: readonly string[]): string[] => [
  ...new Set(fields.flatMap((field) => namesInAddresses(fieldOf(mail, field) ?? ''))),
];

/** The name of the e-mail that comes back: what stands before the @ of its own Message-ID. None where nothing comes back. */
async function returnedName(mail: Email): Promise<string[]> {
  const original = partOf(mail, ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']);
  const id = original === undefined ? undefined : fieldOf(await parsed(original), 'message-id');
  const name = /^<([\w-]{1,100})@/.exec(id ?? '')?.[1];
  return name === undefined ? [] : [name];
}

/** The groups of fields of a status: the first is about the mail, each behind it about a recipient; ours have one. */
const groupsOf = (status: string): Promise<(Email | undefined)[]> =>
  Promise.all(
    status
      .trim()
      .split(/\r?\n[ \t]*\r?\n/, GROUPS_MAX)
      .map(parsed),
  );

function bounceOf(groups: readonly (Email | undefined)[], names: readonly string[]): MailReport | undefined {
  const about = groups.find((group) => fieldOf(group, 'action') !== undefined);
  if (about === undefined) return undefined;
  const diagnostic = fieldOf(about, 'diagnostic-code') ?? '';
  const told = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(diagnostic)?.[1];
  const code = told ?? /^([245]\.\d{1,3}\.\d{1,3})/.exec(fieldOf(about, 'status') ?? '')?.[1] ?? '';
  const means = meaningOf(fieldOf(about, 'action') ?? '', code, told === undefined ? diagnostic : '');
  return { is: 'bounce', names, means, status: code };
}

function meaningOf(action: string, code: string, diagnostic: string): 'later' | 'refused' | 'gone' {
  // delayed, relayed, expanded and delivered end nothing; nor does a failure that another day may not meet.
  if (action.toLowerCase() !== 'failed' || !code.startsWith('5.')) return 'later';
  if (isGone(code)) return 'gone';
  // Older servers say only 550 in words for people and 5.0.0 for machines.
  return code === '5.0.0' && /^smtp;\s*55[013]\b/i.test(diagnostic) ? 'gone' : 'refused';
}
