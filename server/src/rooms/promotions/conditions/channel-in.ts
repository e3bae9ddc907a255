import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { codeList, namesText } from '../parameter.ts';

/** The sale comes through one of the channels: the till, the shop on the web, the app. */
export const channelIn = defineCondition({
  code: 'channel-in',
  version: 1,
  isStanding: true,
  trigger: ({ channels }) => [{ dimension: 'channel', names: channels }],
  limits: ({ channels }) => [{ fact: 'channel', oneOf: channels }],
  params: z.strictObject({ channels: codeList }),
  text: { en: 'through the channels {channels}', es: 'por los canales {channels}' },
  missed: { en: 'the channel is {channel}', es: 'el canal es {channel}' },
  example: { params: { channels: ['app', 'web'] }, holds: { channel: 'app' }, fails: { channel: 'till' } },
  words: ({ channels }) => ({ channels: namesText(channels) }),
  prepare: ({ channels }) => new Set(channels),
  holds: (channels, { basket }) => channels.has(basket.channel),
  miss: (_, { basket }) => ({ channel: basket.channel }),
});
