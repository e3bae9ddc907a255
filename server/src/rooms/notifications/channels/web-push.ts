import { hash } from 'node:crypto';
import webPush from 'web-push';
import type { WebPushSettings } from '../sender.ts';
import type { PushTarget } from '../push-subscription.ts';
import { refused, type Channel, type Outgoing, type Sent } from './channel.ts';
import { post } from './post.ts';
import type { Guard } from './reach.ts';

const TOPIC_LENGTH = 32;
// RFC 8291 leaves 3,993 bytes for what is encrypted into the 4,096 that a push service must take.
const PAYLOAD_BYTES_MAX = 3_993;

/** Pushes to browsers: RFC 8030, encrypted by RFC 8291, signed by VAPID (RFC 8292). All browsers of a member are one message. */
export function openWebPush(settings: WebPushSettings, guard: Guard): Channel {
  return {
    async send(outgoing) {
      if (outgoing.targets.length === 0) return refused('address', 'no_subscription');
      const payload = JSON.stringify({
        id: outgoing.id,
        title: outgoing.subject,
        body: outgoing.text,
        ...(outgoing.url !== undefined && { url: outgoing.url }),
      });
      if (Buffer.byteLength(payload) > PAYLOAD_BYTES_MAX) return refused('content', 'too_long');
      const sent = await Promise.all(
        outgoing.targets.map((target) => pushTo(settings, guard, outgoing, target, payload)),
      );
      const ended = outgoing.targets.filter((_, at) => isEnd(sent[at])).map(({ subscription }) => subscription);
      return { ...gathered(sent), ended };
    },
    close: async () => undefined,
  };
}

const isEnd = (sent: Sent | undefined): boolean => sent?.outcome === 'refused' && sent.faultOf === 'address';

/** One browser is enough. Otherwise whatever may still get better. */
function gathered(sent: readonly Sent[]): Sent {
  const rank = (one: Sent): number => {
    if (one.outcome === 'accepted') return 0;
    if (one.outcome === 'unknown') return 1;
    return { busy: 2, channel: 3, content: 4, address: 5 }[one.faultOf];
  };
  return sent.reduce((best, one) => (rank(one) < rank(best) ? one : best));
}

async function pushTo(
  settings: WebPushSettings,
  guard: Guard,
  outgoing: Outgoing,
  target: PushTarget,
  payload: string,
): Promise<Sent> {
  const details = detailsOf(settings, outgoing, target, payload);
  if (details === undefined) return refused('address', 'malformed_subscription');
  const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]));
  const url = new URL(target.endpoint);
  const posted = await post({ url, headers, body: details.body }, guard);
  // A browser names its push service: one that is away, or says no to us, must not stop the pushes of everybody else.
  if (posted.came === 'not_sent') return refused(posted.reason === 'inside' ? 'address' : 'busy', posted.reason);
  if (posted.came === 'unknown') return { outcome: 'unknown', reason: posted.reason };
  const { status } = posted;
  const reason = `push_${status}`;
  if (status >= 200 && status < 300) return { outcome: 'accepted' };
  if (status === 404 || status === 410) return refused('address', reason);
  if ([401, 403, 429].includes(status) || status >= 500) return refused('busy', reason, posted.retryAfterSeconds);
  return refused('content', reason);
}

function detailsOf(
  { subject, publicKey, privateKey = '' }: WebPushSettings,
  outgoing: Outgoing,
  { endpoint, keys }: PushTarget,
  payload: string,
): { readonly headers: object; readonly body: Buffer } | undefined {
  try {
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, payload, {
      vapidDetails: { subject, publicKey, privateKey },
      TTL: outgoing.lifeSeconds,
      urgency: outgoing.purpose === 'marketing' ? 'low' : 'normal',
      // A repeat takes the place of the one that waits.
      topic: hash('sha256', outgoing.id, 'base64url').slice(0, TOPIC_LENGTH),
    });
    return { headers: headers ?? {}, body: body as Buffer };
  } catch {
    // Keys that are no point of the curve. The library throws text with the subscription in it: nothing of it is kept.
    return undefined;
  }
}
