import type { Pdu } from 'smpp';
import type { Receipt } from './channel.ts';

/** A deliver_sm is a receipt of the SMSC or something that a person wrote. */
export type Delivered =
  | { readonly told: 'receipt'; readonly receipt: Receipt | undefined }
  | { readonly told: 'reply'; readonly from: string; readonly text: string };

const RECEIPT_BITS = 0x3c;
const RECEIPT = 0x04;
// SMPP 3.4, 5.2.28 and appendix B; the text is common use and not standard, hence both.
const STATES: Readonly<Record<number, string>> = {
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  8: 'REJECTD',
};
const FAILED = /^(EXPIRED|DELETED|UNDELIV|REJECTD)$/;

const textOf = (pdu: Pdu): string => {
  const message = pdu.short_message?.message || pdu.message_payload?.message || '';
  return typeof message === 'string' ? message : message.toString('latin1');
};

/** Reads a deliver_sm. What is on its way still is no receipt that says anything. */
export function deliveredOf(pdu: Pdu): Delivered {
  const text = textOf(pdu);
  if (((pdu.esm_class ?? 0) & RECEIPT_BITS) !== RECEIPT) return { told: 'reply', from: pdu.source_addr ?? '', text };
  const providerId = pdu.receipted_message_id?.replace(/\0+$/, '') || /\bid:(\S+)/i.exec(text)?.[1];
  const state = STATES[pdu.message_state ?? 0] ?? /\bstat:([A-Z]+)/i.exec(text)?.[1]?.toUpperCase() ?? '';
  const error = /\berr:(\w{1,8})/i.exec(text)?.[1] ?? '';
  if (providerId === undefined || (state !== 'DELIVRD' && !FAILED.test(state))) {
    return { told: 'receipt', receipt: undefined };
  }
  const isDelivered = state === 'DELIVRD';
  const reason = isDelivered ? '' : `smsc_${state.toLowerCase()}${error === '' ? '' : `_${error.toLowerCase()}`}`;
  return { told: 'receipt', receipt: { providerId, state: isDelivered ? 'delivered' : 'failed', reason } };
}
