import type { SenderSettings } from '../sender.ts';
import type { Channel, ChannelEvents } from './channel.ts';
import { openHttpGateway } from './http-gateway.ts';
import type { Guard } from './reach.ts';
import { openSmpp } from './smpp.ts';
import { openSmtp } from './smtp.ts';
import { openWebPush } from './web-push.ts';

/** The channel that settings describe. Connects when it is first used, SMPP at once. */
export function openChannel(settings: SenderSettings, guard: Guard, events: ChannelEvents): Channel {
  switch (settings.protocol) {
    case 'smtp':
      return openSmtp(settings, guard);
    case 'smpp':
      return openSmpp(settings, guard, events);
    case 'http':
      return openHttpGateway(settings, guard);
    case 'web_push':
      return openWebPush(settings, guard);
  }
}
