import { receiptPathSchema, receiptTakenSchema } from '../../../../../contract/notifications.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { endpoint, type EndpointRequest } from '../../../platform/http/endpoint.ts';
import type { Callback, CallbackOutcome } from '../receipt-callback.ts';
import { TAGS, type NotificationRouteDeps } from './room-endpoint.ts';

const RECEIPT_BYTES_MAX = 64 * 1024;
/** A report brings the mail along that it is about; ours are a tenth of it. */
const REPORT_BYTES_MAX = 1024 * 1024;

const SIGNED =
  '`x-signature` is HMAC-SHA-256, in hexadecimal, of the value of `x-timestamp` (seconds since 1970), a dot and the body. A signature ' +
  'holds five minutes; the same one again is taken and means nothing.';

const shared = {
  method: 'POST',
  scope: 'public',
  tags: TAGS,
  params: receiptPathSchema,
  answers: { 200: receiptTakenSchema },
  refusals: ['notifications.receipt.not_signed'],
} as const;

/** Reads what is posted, up to a limit, and hands it on with its signature. What is too large is refused like what is not signed. */
async function take(
  { upload, header }: Pick<EndpointRequest<unknown>, 'upload' | 'header'>,
  gateway: string,
  bytesMax: number,
  accept: (callback: Callback) => Promise<CallbackOutcome>,
) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of upload ?? []) {
    bytes += (chunk as Buffer).length;
    if (bytes > bytesMax) return refuse('notifications.receipt.not_signed');
    chunks.push(chunk as Buffer);
  }
  const timestamp = header?.('x-timestamp') ?? '';
  const taken = await accept({
    gateway,
    atSeconds: /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : 0,
    signature: header?.('x-signature') ?? '',
    body: Buffer.concat(chunks),
  });
  return taken.ok ? { status: 200 as const, body: { taken: true as const } } : taken;
}

/** `POST /v1/channels/receipts/:gateway` */
export const takeReceipt = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    ...shared,
    path: '/v1/channels/receipts/:gateway',
    summary: 'Take a receipt of an SMS gateway',
    description: `For the gateway. It signs by the secret of the settings: ${SIGNED}`,
    upload: ['application/json', 'application/x-www-form-urlencoded'],
    handler: (request) => take(request, request.params.gateway, RECEIPT_BYTES_MAX, notifications.acceptCallback),
  });

/** `POST /v1/channels/replies/:gateway` */
export const takeReply = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    ...shared,
    path: '/v1/channels/replies/:gateway',
    summary: 'Take what a person answered by SMS, told by a gateway',
    description:
      'STOP (BAJA, ALTO …) ends all messages to the number, START (ALTA) takes that back; anything else is not kept. `replies` of the ' +
      `settings says where number and text stand, and which secret signs: ${SIGNED}`,
    upload: ['application/json', 'application/x-www-form-urlencoded'],
    handler: (request) => take(request, request.params.gateway, RECEIPT_BYTES_MAX, notifications.acceptReply),
  });

/** `POST /v1/channels/mail-reports/:gateway` */
export const takeMailReport = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    ...shared,
    path: '/v1/channels/mail-reports/:gateway',
    summary: 'Take a bounce or a complaint that a mailbox hands on',
    description:
      'The mail as it came: a delivery status notification (RFC 3464) or a feedback report (RFC 5965) that returns the Message-ID of ours. ' +
      'An address at which nobody is, and one whose person complains, is sent nothing any more; a full mailbox or a delay changes nothing. ' +
      `Signed by the secret of \`reports\` of the settings: ${SIGNED}`,
    upload: ['message/rfc822', 'application/octet-stream'],
    handler: (request) => take(request, request.params.gateway, REPORT_BYTES_MAX, notifications.acceptMailReport),
  });
