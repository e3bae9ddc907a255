import { identify } from '../../cards/index.ts';
import type { Identity } from '../../cards/index.ts';
import { referenceSheet } from '../../../platform/lanes/index.ts';
import type { Checkout } from '../create-checkout.ts';
import { findSale, ownersOfSale } from '../plan-return.ts';
import type { Original } from './read-original.ts';

/** What an operation of a batch touches: people by how they are named, its own sale's name, and the sale that it is about. */
export type Touches = {
  readonly tenant: number;
  readonly people: readonly Identity[];
  /** Numbers and ids of gift cards that pay or are sold. */
  readonly gifts?: readonly string[] | undefined;
  readonly sale?: Original | undefined;
  readonly original?: Original | undefined;
};

const saleText = (sale: Original): string =>
  'reference' in sale ? referenceSheet.keyOf(sale.reference) : `${sale.lane}-${sale.seq}`;

/**
 * For each operation the keys that it shares with others of the same member or the same sale, so that those can be kept in
 * order. Names are enough where all of one batch name people in one way and speak of no earlier sale; else whoever is meant is
 * looked up, since a phone and a card may be one person's.
 */
export async function keysOfBatch(
  checkout: Checkout,
  batch: readonly (Touches | undefined)[],
): Promise<readonly string[][]> {
  const ways = new Set(batch.flatMap((one) => one?.people.map(wayOf) ?? []));
  const isPlain = ways.size <= 1 && batch.every((one) => one?.original === undefined);
  if (isPlain) return batch.map((one) => (one ? [...one.people.map(nameText), ...own(one)] : []));
  const found = await Promise.all(batch.map((one) => (one ? lookUp(checkout, one) : Promise.resolve([]))));
  // A sale of this batch is not found yet by what comes back of it: that takes over the sale's keys.
  const bySale = new Map<string, string[]>();
  return batch.map((one, at) => {
    const keys = found[at] ?? [];
    if (one?.sale) bySale.set(saleText(one.sale), keys);
    return one?.original ? [...keys, ...(bySale.get(saleText(one.original)) ?? [])] : keys;
  });
}

const wayOf = (identity: Identity): string =>
  Object.keys(identity).find((key) => identity[key as keyof Identity] !== undefined) ?? '';
const nameText = (identity: Identity): string => `${wayOf(identity)}:${Object.values(identity).join('')}`;
const own = ({ sale, original, gifts = [] }: Touches): string[] => [
  ...gifts.map((gift) => `gift:${gift}`),
  ...(sale ? [saleText(sale)] : []),
  ...(original ? [saleText(original)] : []),
];

async function lookUp(checkout: Checkout, touches: Touches): Promise<string[]> {
  const { look } = checkout.machine;
  const tenant = checkout.programs.settings().tenant(touches.tenant);
  const people = touches.people.map(async (identity) => {
    const found = await identify(checkout, look, tenant, identity);
    return found.ok ? ownerText(found) : nameText(identity);
  });
  const [known, earlier] = await Promise.all([
    Promise.all(people),
    touches.original ? ownersOf(checkout, touches.tenant, touches.original) : [],
  ]);
  return [...known, ...earlier, ...own(touches)];
}

/** Whoever an earlier sale belongs to; nobody while it is not known. */
async function ownersOf(checkout: Checkout, tenant: number, original: Original): Promise<string[]> {
  const { look } = checkout.machine;
  const place = 'reference' in original ? await look.reference(original.reference) : original;
  const found = place && (await findSale(look, { tenant }, { lane: place.lane, seq: place.seq }));
  return found ? (await ownersOfSale(look, found)).map(ownerText) : [];
}

const ownerText = ({ lane, owner }: { readonly lane: number; readonly owner: bigint }): string =>
  `owner:${lane}/${owner}`;
