import { MICROSECONDS_PER_SECOND } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Outgoing } from './channels/channel.ts';
import { wordsFor } from './find-template.ts';
import type { Facts } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { openTarget } from './push-target.ts';
import { render } from './render.ts';
import { addressText, openContent, type Content } from './sealed-content.ts';
import type { ClaimedRow } from './store/queue.ts';
import { selectSubscriptions } from './store/push-subscription.ts';

type Packed = Ok<{ readonly outgoing: Outgoing }> | Refusal;

const MESSAGE_PREFIX = 'msg';

/** The message's name outside, the same in every attempt. */
export const messageToken = ({ tokens }: Pick<NotificationDeps, 'tokens'>, message: bigint): string =>
  tokens.encode(MESSAGE_PREFIX, 0, message);

/** The number of a message by its name outside. */
export const messageNamed = ({ tokens }: Pick<NotificationDeps, 'tokens'>, name: string): bigint | undefined =>
  tokens.decode(MESSAGE_PREFIX, name)?.id;

const httpsOf = (facts: Facts, name: string): string | undefined => {
  const fact = facts[name];
  return typeof fact === 'string' && fact.startsWith('https://') && URL.canParse(fact) && !/[\s<>]/.test(fact)
    ? fact
    : undefined;
};

/** What a claimed message says to whom. Refuses where there is no such template, or it lacks a fact. */
export async function pack(
  deps: NotificationDeps,
  row: ClaimedRow,
  content: Content,
  sentParts: ReadonlySet<number>,
): Promise<Packed> {
  const { database, clock, keys } = deps;
  const words = await wordsFor(database, row.tenant_id, row);
  if (words === undefined) return refuse('notifications.template.unknown', { template: row.template });
  const rendered = render(words, content.facts);
  if (!rendered.ok) return rendered;
  const to = addressText(content.to);
  const rows = row.kind === 'push' ? await selectSubscriptions(database, row.tenant_id, [to]) : [];
  return {
    ok: true,
    outgoing: {
      ...rendered.rendered,
      id: messageToken(deps, row.message),
      number: row.message,
      to,
      purpose: row.purpose,
      url: httpsOf(content.facts, 'url'),
      unsubscribeUrl: httpsOf(content.facts, 'unsubscribe_url'),
      lifeSeconds: Math.max(1, Math.floor((row.expires_at - clock.now()) / MICROSECONDS_PER_SECOND)),
      sentParts,
      targets: rows.map((one) => openTarget(keys, row.tenant_id, one)),
    },
  };
}

/** The content of a claimed message. */
export const contentOf = ({ keys }: Pick<NotificationDeps, 'keys'>, row: ClaimedRow): Content =>
  openContent(keys, row.tenant_id, row.reference, row.sealed);
