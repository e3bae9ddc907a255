import { isGone } from './channels/smtp.ts';
import { mailFields, mailParts, type MailPart } from './mail-parts.ts';

/**
 * What a mailbox reports about an e-mail of ours, by the name that its Message-ID had. `later`: it is still being tried, or may be
 * tried again. `refused`: it was not taken, which says nothing of the address. `gone`: there is nobody at the address.
 */
export type MailReport =
  | {
      readonly is: 'bounce';
      readonly name: string;
      readonly means: 'later' | 'refused' | 'gone';
      readonly status: string;
    }
  | { readonly is: 'complaint'; readonly name: string };

/** Types of feedback (RFC 5965) by which a person says that he does not want this. */
const COMPLAINTS = new Set(['abuse', 'fraud', 'opt-out', 'opt-out-list']);

/**
 * Reads a delivery status notification (RFC 3464) or a feedback report (RFC 5965). Undefined for any other mail, and for a report that
 * does not say which e-mail it is about. Only fields for machines are read, never the text for people.
 */
export function readMailReport(raw: Buffer): MailReport | undefined {
  const parts = mailParts(raw.toString('latin1'));
  const name = nameOf(parts);
  if (name === undefined) return undefined;
  const status = partOf(parts, ['message/delivery-status', 'message/global-delivery-status']);
  if (status !== undefined) return bounceOf(status, name);
  const feedback = partOf(parts, ['message/feedback-report']);
  if (feedback === undefined) return undefined;
  const type = mailFields(feedback).get('feedback-type') ?? '';
  return COMPLAINTS.has(type.toLowerCase()) ? { is: 'complaint', name } : undefined;
}

const partOf = (parts: readonly MailPart[], types: readonly string[]): string | undefined =>
  parts.find(({ type }) => types.includes(type))?.text;

/** The name of the e-mail that is reported: what stands before the @ of its own Message-ID. */
function nameOf(parts: readonly MailPart[]): string | undefined {
  const original = partOf(parts, ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']);
  if (original === undefined) return undefined;
  const [headers = ''] = original.split(/\r?\n\r?\n/);
  return /^<([\w-]{1,100})@/.exec(mailFields(headers).get('message-id') ?? '')?.[1];
}

/** The first group is about the mail, each behind it about a recipient; ours have one. */
function bounceOf(status: string, name: string): MailReport | undefined {
  const groups = status
    .trim()
    .split(/\r?\n[ \t]*\r?\n/)
    .map(mailFields);
  const about = groups.find((group) => group.has('action'));
  if (about === undefined) return undefined;
  const diagnostic = about.get('diagnostic-code') ?? '';
  const told = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(diagnostic)?.[1];
  const code = told ?? /^([245]\.\d{1,3}\.\d{1,3})/.exec(about.get('status') ?? '')?.[1] ?? '';
  const means = meaningOf(about.get('action') ?? '', code, told === undefined ? diagnostic : '');
  return { is: 'bounce', name, means, status: code };
}

function meaningOf(action: string, code: string, diagnostic: string): 'later' | 'refused' | 'gone' {
  // delayed, relayed, expanded and delivered end nothing; nor does a failure that another day may not meet.
  if (action.toLowerCase() !== 'failed' || !code.startsWith('5.')) return 'later';
  if (isGone(code)) return 'gone';
  // Older servers say only 550 in words for people and 5.0.0 for machines.
  return code === '5.0.0' && /^smtp;\s*55[013]\b/i.test(diagnostic) ? 'gone' : 'refused';
}
