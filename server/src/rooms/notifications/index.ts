export { createNotifications, type Notifications } from './create-notifications.ts';
export type { EnqueueOutcome, MessageInput } from './enqueue.ts';
export type { Address, Facts, Kind, Language, Message, MessageState, Purpose } from './message.ts';
export { notificationsRefusals } from './refusals.ts';
