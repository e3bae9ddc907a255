export { createNotifications, type Notifications } from './create-notifications.ts';
export type { EnqueueOutcome, MessageInput } from './enqueue.ts';
export type { Address, Facts, Kind, Language, Message, MessageState, Purpose } from './message.ts';
export type { OnState } from './tell-states.ts';
export type { PushSubscription } from './push-subscription.ts';
export type { SenderInput } from './set-sender.ts';
export { notificationsRefusals } from './refusals.ts';
