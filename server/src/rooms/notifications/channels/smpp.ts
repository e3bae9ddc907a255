import type { Pdu } from 'smpp';
import type { SmppSettings } from '../sender.ts';
import {
  ATTEMPT_MS_MAX,
  refused,
  type Channel,
  type ChannelEvents,
  type Outgoing,
  type Sent,
  type SentPart,
} from './channel.ts';
import type { Guard } from './reach.ts';
import { concatenationHeader, smsTextOf, type SmsPart } from './sms-text.ts';
import { deliveredOf } from './smpp-receipt.ts';
import { bindSmpp, type Asked, type SmppSession } from './smpp-session.ts';

const GSM_DEFAULT = 0x00;
const UCS2 = 0x08;
const WITH_HEADER = 0x40;
const RECEIPT_WANTED = 0x01;
// command_status of SMPP 3.4, 5.1.3.
const BUSY = new Set([0x08, 0x14, 0x58]);
const NO_SUCH_ADDRESS = new Set([0x0b, 0x33, 0x34]);
const NOT_LET_IN = new Set([0x04, 0x05, 0x0a, 0x0d, 0x0e, 0x0f]);
const RECONNECT_EACH_MS = 5_000;
/** A long text on a slow line is broken off between two parts, and goes on with the next attempt. */
const PARTS_MS_MAX = 2 * ATTEMPT_MS_MAX;

/**
 * SMS by SMPP 3.4. One session per process, bound at once and again whenever it breaks, since receipts and answers of people come in
 * by it. Parts go out one after the other; those that an earlier attempt got through are not repeated.
 */
export function openSmpp(settings: SmppSettings, guard: Guard, events: ChannelEvents): Channel {
  let session: Promise<SmppSession | string> | undefined;
  let isClosed = false;
  let onWay = 0;
  const free: (() => void)[] = [];

  const onDeliver = async (pdu: Pdu): Promise<void> => {
    const delivered = deliveredOf(pdu);
    if (delivered.told === 'reply') await events.onReply(delivered.from, delivered.text);
    else if (delivered.receipt) await events.onReceipt(delivered.receipt);
  };
  const bind = async (): Promise<SmppSession | string> => {
    const bound = await bindSmpp(settings, guard, onDeliver);
    return bound.ok ? bound.session : bound.reason;
  };
  const current = async (): Promise<SmppSession | string> => {
    const known = session && (await session);
    if (known !== undefined && typeof known !== 'string' && !known.isOver()) return known;
    if (isClosed) return 'closed';
    const mine = (session = bind());
    return mine;
  };
  // Sends that come together must not bind twice.
  let binding: Promise<SmppSession | string> | undefined;
  const bound = (): Promise<SmppSession | string> => (binding ??= current().finally(() => (binding = undefined)));
  const keeping = setInterval(() => void bound(), RECONNECT_EACH_MS);
  void bound();

  const inWindow = async <T>(work: () => Promise<T>): Promise<T> => {
    if (onWay >= settings.windowMax) await new Promise<void>((resolve) => free.push(resolve));
    else onWay += 1;
    try {
      return await work();
    } finally {
      const next = free.shift();
      if (next) next();
      else onWay -= 1;
    }
  };

  return {
    async send(outgoing) {
      const text = smsTextOf(outgoing.text);
      if (text === undefined) return refused('content', 'too_long');
      const line = await bound();
      if (typeof line === 'string') return refused('channel', line);
      const parts: SentPart[] = [];
      const startedMs = performance.now();
      for (const part of text.parts.filter((one) => !outgoing.sentParts.has(one.part))) {
        const asked = await inWindow(async (): Promise<Asked | undefined> =>
          performance.now() - startedMs > PARTS_MS_MAX
            ? undefined
            : line.submit(submission(settings, outgoing, part, text.alphabet === 'ucs2')),
        );
        if (asked === undefined) return { ...refused('busy', 'too_slow'), parts };
        if (asked.came === 'not_sent') return { ...refused('channel', 'line_broken'), parts };
        if (asked.came === 'lost') return { outcome: 'unknown', reason: 'no_answer', parts };
        const { command_status: status, message_id: providerId = '' } = asked.pdu;
        if (status !== 0) return { ...outcomeOf(status), parts };
        parts.push({ part: part.part, providerId });
      }
      return { outcome: 'accepted', parts };
    },
    async close() {
      isClosed = true;
      clearInterval(keeping);
      const line = await (binding ?? session);
      if (line !== undefined && typeof line !== 'string') await line.close();
    },
  };
}

function submission(settings: SmppSettings, outgoing: Outgoing, part: SmsPart, isUcs2: boolean): object {
  const header = part.of > 1 ? concatenationHeader(Number(outgoing.number & 0xffn), part) : undefined;
  return {
    ...sourceOf(settings.senderId),
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: outgoing.to.replace(/^\+/, ''),
    esm_class: header ? WITH_HEADER : 0,
    registered_delivery: RECEIPT_WANTED,
    data_coding: isUcs2 ? UCS2 : GSM_DEFAULT,
    short_message: header ? Buffer.concat([header, part.bytes]) : part.bytes,
    validity_period: relativeTime(outgoing.lifeSeconds),
  };
}

// Letters are a name; few digits a short code of the network; else an international number.
function sourceOf(senderId: string): object {
  if (/[^\d+]/.test(senderId)) return { source_addr_ton: 5, source_addr_npi: 0, source_addr: senderId };
  if (senderId.length <= 6) return { source_addr_ton: 3, source_addr_npi: 0, source_addr: senderId };
  return { source_addr_ton: 1, source_addr_npi: 1, source_addr: senderId.replace(/^\+/, '') };
}

const two = (n: number): string => String(n).padStart(2, '0');

/** YYMMDDhhmmss000R of SMPP: from now on. At least a minute, at most 28 days. */
function relativeTime(seconds: number): string {
  const left = Math.min(Math.max(seconds, 60), 28 * 86_400);
  const days = Math.floor(left / 86_400);
  return `0000${two(days)}${two(Math.floor(left / 3_600) % 24)}${two(Math.floor(left / 60) % 60)}${two(left % 60)}000R`;
}

function outcomeOf(status: number): Sent {
  const reason = `smpp_${status.toString(16).padStart(2, '0')}`;
  if (BUSY.has(status)) return refused('busy', reason);
  if (NO_SUCH_ADDRESS.has(status)) return refused('address', reason);
  return refused(NOT_LET_IN.has(status) ? 'channel' : 'content', reason);
}
