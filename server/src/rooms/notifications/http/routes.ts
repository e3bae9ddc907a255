import type { Endpoint } from '../../../platform/http/endpoint.ts';
import { listChannels, removeChannel, setChannel, testChannel } from './channels.ts';
import { getMessage, listMessages, listOutbox, resendMessage } from './messages.ts';
import { addPushSubscription, getPushKey, removePushSubscription } from './push-subscriptions.ts';
import type { NotificationRouteDeps } from './room-endpoint.ts';
import { addSuppression, listSuppressions, removeSuppression } from './suppressions.ts';
import { takeMailReport, takeReceipt, takeReply } from './take-receipt.ts';
import { listTemplates, previewTemplate, removeTemplate, setTemplate } from './templates.ts';

/** The endpoints of this room. */
export const notificationRoutes = (deps: NotificationRouteDeps): readonly Endpoint[] => [
  listChannels(deps),
  setChannel(deps),
  removeChannel(deps),
  testChannel(deps),
  takeReceipt(deps),
  takeReply(deps),
  takeMailReport(deps),
  listMessages(deps),
  getMessage(deps),
  resendMessage(deps),
  listOutbox(deps),
  listSuppressions(deps),
  addSuppression(deps),
  removeSuppression(deps),
  getPushKey(deps),
  addPushSubscription(deps),
  removePushSubscription(deps),
  listTemplates(deps),
  setTemplate(deps),
  removeTemplate(deps),
  previewTemplate(deps),
];
