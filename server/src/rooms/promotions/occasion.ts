import type { Channel } from '../members/index.ts';
import type { AttributeValue, Basket, Occasion } from './basket.ts';
import type { Limit } from './limit.ts';

/** Occasions have names of small letters, digits and hyphens. */
export const OCCASION_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What the program itself sees: a member joined it, and he has his birthday. All other names are told by somebody. */
export const OWN_OCCASIONS = ['enrolment', 'birthday'] as const;
export type OwnOccasion = (typeof OWN_OCCASIONS)[number];

export const isOwnOccasion = (name: string): name is OwnOccasion => (OWN_OCCASIONS as readonly string[]).includes(name);

// Who comes by a file was a member elsewhere: that is no joining.
const JOINING_CHANNELS: readonly Exclude<Channel, 'file'>[] = ['till', 'web', 'app', 'paper', 'kiosk'];

/** What facts can be on an occasion that the program sees itself; nothing is known of what is told. */
export const factsOfOwn = (name: string | undefined): readonly Limit[] => {
  if (name === 'enrolment') return [{ fact: 'channel', oneOf: JOINING_CHANNELS }];
  return name === 'birthday' ? [{ fact: 'channel', oneOf: ['program'] }] : [];
};

/** An attribute of the occasion; undefined where there is none of that name, or no occasion. */
export const occasionAttribute = (
  { occasion }: Pick<Basket, 'occasion'>,
  name: string,
): Occasion['attributes'][string] | undefined =>
  // Own properties only: an attribute named like something every object has must not be found.
  occasion !== undefined && Object.hasOwn(occasion.attributes, name)
    ? (occasion.attributes[name] as AttributeValue)
    : undefined;
