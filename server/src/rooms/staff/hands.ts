import type { Instant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Queries } from '../../platform/database/database.ts';
import { findMakers } from './read/hands.ts';

/** Longer than any honest row of people who made each other; whoever has more is believed nothing. */
const GENERATIONS_MAX = 32;

/** The actor as the audit chain names him. */
const subjectsOf = ({ person, credential }: Actor): readonly string[] => [
  ...(person === undefined ? [] : [`person ${person}`]),
  ...(credential === undefined ? [] : [`credential ${credential}`]),
];

/**
 * In whose hands the actor is: himself; whoever issued his credential, who has seen its secret, for ever; whoever
 * invited or changed the person since then; and, the same way, whoever has those in hand. Undefined where no end is seen.
 */
export const handsOf = async (
  queries: Queries,
  tenant: number,
  actor: Actor,
  since: Instant,
): Promise<ReadonlySet<string> | undefined> => {
  const hands = new Set(subjectsOf(actor));
  let newest = [...hands];
  for (let generation = 0; newest.length > 0; generation++) {
    if (generation === GENERATIONS_MAX) return undefined;
    const makers = await findMakers(queries, tenant, newest, since);
    newest = makers.flatMap(subjectsOf).filter((one) => !hands.has(one));
    for (const one of newest) hands.add(one);
  }
  return hands;
};

/**
 * True where one hand could have done what two people shall do: the one made the other, or a third made both. What the
 * program itself made (the demo, whoever sets up the machine by its command line) is in no hand.
 */
export const isSameHand = async (
  queries: Queries,
  tenant: number,
  one: Actor,
  other: Actor,
  since: Instant,
): Promise<boolean> => {
  const first = await handsOf(queries, tenant, one, since);
  const second = await handsOf(queries, tenant, other, since);
  return first === undefined || second === undefined || [...first].some((hand) => second.has(hand));
};
