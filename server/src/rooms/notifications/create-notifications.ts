import type { Actor, Audit } from '../../platform/audit.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Queries } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Guard } from './channels/reach.ts';
import { senderOf } from './claim.ts';
import { enqueue, type EnqueueOutcome, type MessageInput } from './enqueue.ts';
import { listHouseTemplates } from './house-templates.ts';
import type { Facts, Kind, Message } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { listOutbox } from './outbox.ts';
import { messageNamed, messageToken } from './pack.ts';
import { createPostman } from './postman.ts';
import { acceptMailReport } from './mail-report.ts';
import { acceptCallback, acceptReply, gatewayToken, type Callback } from './receipt-callback.ts';
import { readAddress } from './read-address.ts';
import { removeSender } from './remove-sender.ts';
import { resend } from './resend.ts';
import { addressKeys } from './sealed-content.ts';
import { sendTest, type TestMessage } from './send-test.ts';
import type { Sender } from './sender.ts';
import { foreseeSender, setSender, type SenderInput } from './set-sender.ts';
import { previewTemplate, removeTemplate, setTemplate } from './set-template.ts';
import { findMessage, findMessageByReference, selectMessages, type MessagePage } from './store/message-list.ts';
import { forgetMessagesTo } from './store/queue.ts';
import { findSender, selectSenders } from './store/sender.ts';
import { readQueueFigures } from './store/figures.ts';
import { selectSuppressions } from './store/suppression.ts';
import { selectTemplates } from './store/template.ts';
import { forgetSubscriptions, subscribe, subscriptionsOf, unsubscribe, type SubscriptionInput } from './subscribe.ts';
import { suppress, unsuppress, type SuppressionInput } from './suppress.ts';
import { createMessageTally } from './tally.ts';
import type { OnState } from './tell-states.ts';
import type { Template, TemplateKey } from './template.ts';

type Page = { readonly before: bigint; readonly limit: number };

/** The room: its verbs, and the sending itself between `start` and `stop`. */
export type Notifications = ReturnType<typeof createNotifications>;

export type NotificationsGiven = {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly tokens: Tokens;
  /** What is otherwise refused: connections to addresses inside. */
  readonly guard?: Guard;
  readonly audit?: Audit;
  readonly onFailure?: (error: unknown) => void;
};

/** Makes the room. Nothing is sent before `start`; until then, and without channels, messages can be looked at in the outbox. */
export const createNotifications = (given: NotificationsGiven) => {
  const tally = createMessageTally();
  const deps: NotificationDeps = { ...given, guard: given.guard ?? {}, tally };
  const { database, keys } = deps;
  const listeners: OnState[] = [];
  const postman = createPostman(deps, listeners);
  return {
    start: (): void => postman.start(),
    /** Waits for what is on its way, hangs up, and ends. */
    stop: (): Promise<void> => postman.stop(),
    /** Puts a message into the queue within the caller's transaction; see `enqueue.ts`. */
    enqueue: (tx: Queries, input: MessageInput): Promise<EnqueueOutcome> => enqueue(deps, tx, input),
    /** The same, in a transaction of its own. */
    enqueueNow: (input: MessageInput): Promise<EnqueueOutcome> => enqueue(deps, database, input),
    readAddress,
    now: () => deps.clock.now(),
    /** Another room is told what becomes of messages, soon after; to be called before `start`. See `tell-states.ts`. */
    onState: (listen: OnState): void => void listeners.push(listen),
    /** The message that the tenant's other room named so. */
    findByReference: (queries: Queries, tenant: number, reference: string): Promise<Message | undefined> =>
      findMessageByReference(queries, tenant, reference),
    /** Forgets what was sent to an address, and sends it nothing that waits; for erasure. */
    forgetAddress: (tx: Queries, tenant: number, kind: Kind, address: string): Promise<void> =>
      forgetMessagesTo(tx, tenant, addressKeys(keys, kind, address)),
    messageToken: (message: bigint): string => messageToken(deps, message),

    listMessages: (tenant: number, page: MessagePage): Promise<Message[]> => selectMessages(database, tenant, page),
    findMessage: async (
      tenant: number,
      name: string,
    ): Promise<Ok<{ readonly message: Message }> | Refusal<'notifications.message.not_found'>> => {
      const message = messageNamed(deps, name);
      const known = message === undefined ? undefined : await findMessage(database, tenant, message);
      return known ? { ok: true, message: known } : refuse('notifications.message.not_found');
    },
    resend: async (tenant: number, name: string, reference: string, by?: Actor) => {
      const message = messageNamed(deps, name);
      return message === undefined
        ? refuse('notifications.message.not_found')
        : resend(deps, tenant, message, reference, by);
    },
    outbox: (tenant: number, page: Page) => listOutbox(deps, tenant, page),

    senders: async (tenant: number): Promise<Sender[]> =>
      (await selectSenders(database, tenant)).map((row) => senderOf(deps, row)),
    findSender: async (tenant: number, kind: Kind): Promise<Sender | undefined> => {
      const row = await findSender(database, tenant, kind);
      return row && senderOf(deps, row);
    },
    setSender: (tenant: number, kind: Kind, input: SenderInput, perSecond: number, by?: Actor) =>
      setSender(deps, tenant, kind, input, perSecond, by),
    /** From then on messages of the kind go to the outbox. */
    /** What `setSender` would change of the way that messages go. */
    foreseeSender: (tenant: number, kind: Kind, input: SenderInput) => foreseeSender(deps, tenant, kind, input),
    removeSender: (tenant: number, kind: Kind, by?: Actor) => removeSender(deps, tenant, kind, by),
    sendTest: (test: TestMessage, by?: Actor) => sendTest(deps, test, by),
    /** A gateway's call back about a message. */
    gatewayToken: (tenant: number): string => gatewayToken(deps, tenant),
    acceptCallback: (callback: Callback) => acceptCallback(deps, callback),
    /** What a person answered, told by a gateway. */
    acceptReply: (callback: Callback) => acceptReply(deps, callback),
    /** A bounce or a complaint, handed on by the tenant's mailbox. */
    acceptMailReport: (callback: Callback) => acceptMailReport(deps, callback),

    templates: async (tenant: number): Promise<{ own: Template[]; house: readonly Template[] }> => ({
      own: await selectTemplates(database, tenant),
      house: listHouseTemplates(),
    }),
    setTemplate: (tenant: number, template: Template, by?: Actor) => setTemplate(deps, tenant, template, by),
    removeTemplate: (tenant: number, key: TemplateKey, by?: Actor) => removeTemplate(deps, tenant, key, by),
    previewTemplate: (
      tenant: number,
      key: TemplateKey,
      facts: Facts,
      words?: Pick<Template, 'subject' | 'body' | 'html'>,
    ) => previewTemplate(deps, tenant, key, facts, words),

    /** What waits, and what this process has brought to its end: for metrics. */
    figures: async () => ({ queues: await readQueueFigures(database, deps.clock.now()), ended: tally.read() }),

    suppressions: (tenant: number, page: Page) => selectSuppressions(database, tenant, page),
    suppress: (tenant: number, input: SuppressionInput, by?: Actor) => suppress(deps, tenant, input, by),
    unsuppress: (tenant: number, suppression: bigint, by?: Actor) => unsuppress(deps, tenant, suppression, by),

    /** A browser of a member takes pushes from now on. Without `by` it is the member himself who says so. */
    subscribe: (tenant: number, input: SubscriptionInput, by?: Actor) => subscribe(deps, tenant, input, by),
    unsubscribe: (tenant: number, subscription: bigint, by?: Actor) => unsubscribe(deps, tenant, subscription, by),
    /** Browsers of a member that take pushes, with when each was last seen. */
    subscriptionsOf: (tenant: number, member: string) => subscriptionsOf(deps, tenant, member),
    forgetSubscriptions: (tx: Queries, tenant: number, member: string) => forgetSubscriptions(tx, tenant, member),
  };
};
