import { z } from 'zod';
import { memberOf } from '../samples/sample-member.ts';
import { defineCondition } from '../kind.ts';
import { namedIn } from '../names.ts';
import { codeList, namesText } from '../parameter.ts';

/** The buyer belonged to one of the segments before this purchase. */
export const segmentIn = defineCondition({
  code: 'segment-in',
  version: 1,
  isStanding: false,
  reads: ['segments'],
  named: ({ segments }) => namedIn('segment', 'segments', segments),
  params: z.strictObject({ segments: codeList }),
  trigger: ({ segments }) => [{ dimension: 'segment', names: segments }],
  text: { en: 'for the segments {segments}', es: 'para los segmentos {segments}' },
  missed: { en: 'the segments are {segments}', es: 'los segmentos son {segments}' },
  example: {
    params: { segments: ['parents', 'students'] },
    holds: { member: { ...memberOf(), segments: ['parents', 'city'] } },
    fails: { member: { ...memberOf(), segments: ['city'] } },
  },
  words: ({ segments }) => ({ segments: namesText(segments) }),
  prepare: ({ segments }) => new Set(segments),
  holds: (segments, { basket: { member } }) => member?.segments?.some((one) => segments.has(one)) ?? false,
  miss: (_, { basket: { member } }) => ({ segments: namesText(member?.segments ?? ['–']) }),
});
