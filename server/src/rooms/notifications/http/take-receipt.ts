import { receiptPathSchema, receiptTakenSchema } from '../../../../../contract/notifications.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { TAGS, type NotificationRouteDeps } from './room-endpoint.ts';

const BODY_BYTES_MAX = 64 * 1024;

/** `POST /v1/channels/receipts/:gateway` */
export const takeReceipt = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/channels/receipts/:gateway',
    summary: 'Take a receipt of an SMS gateway',
    description:
      'For the gateway. It signs by the secret of the settings: `x-signature` is HMAC-SHA-256, in hexadecimal, of the value of ' +
      '`x-timestamp` (seconds since 1970), a dot and the body. A signature holds five minutes.',
    scope: 'public',
    tags: TAGS,
    params: receiptPathSchema,
    upload: ['application/json'],
    answers: { 200: receiptTakenSchema },
    refusals: ['notifications.receipt.not_signed'],
    handler: async ({ params, upload, header }) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of upload ?? []) {
        bytes += (chunk as Buffer).length;
        if (bytes > BODY_BYTES_MAX) return refuse('notifications.receipt.not_signed');
        chunks.push(chunk as Buffer);
      }
      const timestamp = header?.('x-timestamp') ?? '';
      const taken = await notifications.acceptCallback({
        gateway: params.gateway,
        atSeconds: /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : 0,
        signature: header?.('x-signature') ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
      });
      return taken.ok ? { status: 200 as const, body: { taken: true as const } } : taken;
    },
  });
