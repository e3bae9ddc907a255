import { randomInt } from 'node:crypto';
import { assert } from '../../../kernel/assert.ts';
import { canonicalJson } from '../../../kernel/canonical.ts';
import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decryptField, encryptField, keyedDigest } from '../../../platform/keys.ts';
import type { Asked } from '../card-deps.ts';
import { externalIdKeys } from '../../members/index.ts';
import { cardKeys } from '../identify.ts';
import { traceStock } from '../trace-stock.ts';
import type { StockEntry } from '../make/encode-stock.ts';
import { ALPHABETS, completeNumber, drawnLength, type Range } from '../range.ts';
import { createRowChecker, type CardToMake } from './csv/check-row.ts';
import type { Column } from './csv/columns.ts';
import { sayFlaw } from './csv/flaws.ts';
import type { MakingDeps } from './making-deps.ts';
import { rangeFacts } from './row-source.ts';
import { detailPages } from './stock-detail.ts';
import { knownMembers } from './store/member-named.ts';
import { dropOrder, findOrder, keepOrder, takenKeys, type MadeOrder } from './store/made-order.ts';
import { dropDetails, keepDetails } from './store/stock-detail.ts';

/** A card as a form or another program asks for it: by the words of the columns of a file. */
export type OrderedCard = Readonly<Partial<Record<Exclude<Column, 'type' | 'range' | 'currency'>, string | undefined>>>;

export type OrderInput = Asked & {
  readonly range: string;
  readonly source: 'form' | 'api';
  /** Why a person makes a card by hand. */
  readonly reason: string | undefined;
  readonly cards: readonly OrderedCard[];
};

/** A card that was made, as it is told to whoever asked: this answer alone has its number and PIN. */
export type MadeCard = { readonly serial: number; readonly number: string; readonly pin: string | undefined };

export type OrderOutcome =
  | Ok<{
      readonly batch: bigint;
      readonly cards: readonly MadeCard[];
      readonly madeAt: Instant;
      readonly repeated: boolean;
    }>
  | (Refusal & { readonly errors?: readonly { path: string; message: string }[] });

/**
 * Makes a few cards at once and answers with their numbers. Without a number the range draws one, without a PIN too. Under a known
 * reference with the same content the answer is that of then, number for number. Refuses, in this order: a reference that meant
 * something else, an unknown range, cards that cannot be (every place is named), a closed or exhausted range, a taken number.
 */
export async function makeFew(deps: MakingDeps, input: OrderInput, language: 'en' | 'es'): Promise<OrderOutcome> {
  const content = keyedDigest(
    deps.keys,
    canonicalJson([input.range, input.source, input.reason ?? null, plain(input.cards)]),
    'card-order',
  );
  const known = await findOrder(deps.database, input.tenant, input.space, input.reference);
  if (known && !known.content.equals(content)) return refuse('operation.reference_reused');
  const range = deps.cards.settings().rangeByCode(input.tenant, input.range);
  if (!range) return refuse('cards.range.unknown', { code: input.range });
  const checked = checkCards(deps, range, input, language);
  if ('errors' in checked) return checked;
  if (!known) {
    const strangers = await strangersAmong(deps, input.tenant, checked.cards, language);
    if (strangers) return strangers;
    const against = await deps.cards.batchAgainst(input.tenant, input.range, input.cards.length);
    if (against) return against;
  }
  return makeOnce(deps, input, range, checked.cards, content);
}

/** Refuses an order that names members who are not there. Asked before anything is made; a repeat tells what was made then. */
async function strangersAmong(
  { database, keys }: MakingDeps,
  tenant: number,
  cards: readonly CardToMake[],
  language: 'en' | 'es',
): Promise<(Refusal & { errors: { path: string; message: string }[] }) | undefined> {
  const named = cards.map(({ memberExternalId: id }) => (id === undefined ? undefined : externalIdKeys(keys, id)));
  const known = await knownMembers(
    database,
    tenant,
    named.flatMap((one) => one ?? []),
  );
  const errors = named.flatMap((all, at) => {
    if (!all || all.some((key) => known.has(key.toString('hex')))) return [];
    const message = sayFlaw({ code: 'member_external_id.unknown' }, language);
    return [{ path: `body.cards.${at}.member_external_id`, message }];
  });
  return errors.length > 0 ? { ...refuse('http.input.invalid'), errors: errors.slice(0, 20) } : undefined;
}

const plain = (cards: readonly OrderedCard[]): unknown =>
  cards.map((card) => Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined)));

function checkCards(
  deps: MakingDeps,
  range: Range,
  input: OrderInput,
  language: 'en' | 'es',
): { cards: CardToMake[] } | (Refusal & { errors: { path: string; message: string }[] }) {
  const checker = createRowChecker({
    range: rangeFacts(range, deps.programs),
    defaultCountry: deps.programs.settings().tenant(input.tenant).defaultCountry,
    today: isoFromInstant(deps.clock.now()).slice(0, 10) as LocalDate,
    isNumberGiven: false,
    // As everywhere in the API.
    decimalSign: 'point',
  });
  const errors: { path: string; message: string }[] = [];
  const cards: CardToMake[] = [];
  const seen = new Map<string, number>();
  for (const [at, card] of input.cards.entries()) {
    const row = checker.check((column) =>
      column === 'type' || column === 'range' || column === 'currency' ? '' : (card[column] ?? ''),
    );
    for (const flaw of row.flaws ?? [])
      errors.push({ path: `body.cards.${at}.${flaw.code.split('.')[0]}`, message: sayFlaw(flaw, language) });
    if (row.flaws) continue;
    const { number } = row.card;
    if (number !== undefined && seen.has(number)) {
      const message = sayFlaw({ code: 'number.twice', facts: { line: String(seen.get(number)! + 1) } }, language);
      errors.push({ path: `body.cards.${at}.number`, message });
    }
    if (number !== undefined) seen.set(number, at);
    cards.push(row.card);
  }
  return errors.length > 0 ? { ...refuse('http.input.invalid'), errors: errors.slice(0, 20) } : { cards };
}

async function makeOnce(
  deps: MakingDeps,
  input: OrderInput,
  range: Range,
  cards: readonly CardToMake[],
  content: Buffer,
): Promise<OrderOutcome> {
  const { tenant, by, actor, space, reference } = input;
  const known = await findOrder(deps.database, tenant, space, reference);
  // Of a known order the numbers stand fast; whether they are taken by then is for the batch to say.
  const drawn = known ? [] : await drawCards(deps, tenant, range, cards);
  if ('refusal' in drawn) return drawn;
  const opened = await deps.cards.createCardBatch({
    // With the content: an order that was refused may come again, changed, under its reference.
    ...{ tenant, by, actor, space, reference: `card-order/${content.toString('hex').slice(0, 16)}/${reference}` },
    ...{ range: input.range, quantity: cards.length, source: input.source, told: content.toString('hex') },
  });
  if (!opened.ok) return opened;
  if (opened.batch.state === 'abandoned') return refuse('cards.stock.number_taken', { serials: '…' });
  const { batch } = opened.batch;
  // Kept before a card is made: whoever goes on after a crash makes these numbers and no others, and can tell them.
  const answer = drawn.map(({ number, pin }, at): MadeCard => ({ serial: at + 1, number, pin }));
  const context = `cards.made_order/${tenant}/${space}/${reference}`;
  const kept = await deps.database.transaction(async (tx) => {
    const { order, isNew } = await keepOrder(tx, {
      ...{ tenant, space, reference, content, batch, source: input.source, reason: input.reason, by },
      ...{ at: deps.clock.now(), sealed: encryptField(deps.keys, JSON.stringify(answer), context) },
    });
    // The answer has numbers and PINs, the first time and whenever it is asked for again: each is an act.
    await traceStock(deps, tx, input, {
      ...{ act: isNew ? 'cards.order.made' : 'cards.order.shown', batch, reason: input.reason },
      after: { range: input.range, quantity: cards.length, source: input.source },
    });
    return order;
  });
  const told = JSON.parse(decryptField(deps.keys, kept.sealed, context).toString()) as MadeCard[];
  assert(kept.batch === batch, 'an order has one batch');
  return finish(deps, input, kept, opened.batch, told, cards, known !== undefined);
}

const DRAWS_MAX = 20;

/** Numbers and PINs for the cards that bring none. Refuses a given number that is taken, and a range with hardly a free one left. */
async function drawCards(
  deps: MakingDeps,
  tenant: number,
  range: Range,
  cards: readonly CardToMake[],
): Promise<{ number: string; pin: string | undefined }[] | Refusal> {
  const isTaken = async (numbers: readonly string[]): Promise<boolean[]> => {
    const keys = numbers.map((number) => cardKeys(deps.keys, number));
    const taken = await takenKeys(deps.database, tenant, keys.flat());
    return keys.map((all) => all.some((key) => taken.has(key.toString('hex'))));
  };
  const given = await isTaken(cards.flatMap(({ number }) => number ?? []));
  if (given.includes(true)) {
    const asked = cards.flatMap(({ number }, at) => (number === undefined ? [] : [at + 1]));
    const serials = asked.filter((_, at) => given[at]);
    return refuse('cards.stock.number_taken', { serials: serials.join(', ') });
  }
  const used = new Set<string>(cards.flatMap(({ number }) => number ?? []));
  const drawn: { number: string; pin: string | undefined }[] = [];
  for (const card of cards) {
    let number: string | undefined = card.number;
    for (let draw = 0; number === undefined && draw < DRAWS_MAX; draw++) {
      const candidate = drawNumber(range);
      if (!used.has(candidate) && !(await isTaken([candidate]))[0]) number = candidate;
    }
    if (number === undefined) return refuse('cards.range.exhausted', { free: '0', asked: String(cards.length) });
    used.add(number);
    drawn.push({ number, pin: card.pin ?? (range.pinKind === 'none' ? undefined : drawPin(range.pinLength)) });
  }
  return drawn;
}

async function finish(
  deps: MakingDeps,
  { tenant, by, actor, space, reference }: OrderInput,
  kept: MadeOrder,
  opened: Parameters<MakingDeps['cards']['addToBatch']>[1],
  told: readonly MadeCard[],
  cards: readonly CardToMake[],
  repeated: boolean,
): Promise<OrderOutcome> {
  if (opened.state === 'making') {
    const given = cards.map((card, at) => ({
      ...card,
      number: told[at]!.number as NonNullable<CardToMake['number']>,
      pin: told[at]!.pin,
    }));
    const place = { tenant, batch: kept.batch };
    await keepDetails(deps.database, tenant, kept.batch, detailPages(deps.keys, place, 1, given));
    const loader = await deps.cards.openLoader();
    try {
      const entries = given.map(({ number, pin, face }, at): StockEntry => ({ serial: at + 1, number, pin, face }));
      const added = await deps.cards.addToBatch(loader, opened, entries);
      if (!added.ok && added.refusal === 'cards.stock.number_taken') {
        // Taken since it was looked up. The reference is free again.
        await deps.cards.abandonBatch({ tenant, by, actor }, kept.batch);
        await dropDetails(deps.database, tenant, kept.batch);
        await dropOrder(deps.database, tenant, space, reference);
        return added;
      }
      // Somebody with the same reference was quicker: then they are made.
      if (!added.ok && added.refusal !== 'cards.batch.unfit_state') return added;
    } finally {
      await loader.close();
    }
  }
  const released = await deps.cards.releaseBatch({ tenant, by, actor }, kept.batch);
  if (!released.ok) return released;
  return { ok: true, batch: kept.batch, cards: told, madeAt: kept.madeAt, repeated };
}

const drawNumber = (range: Range): NonNullable<CardToMake['number']> => {
  const letters = ALPHABETS[range.charset];
  const draw = (): string => letters[randomInt(letters.length)]!;
  return completeNumber(range, Array.from({ length: drawnLength(range) }, draw).join(''));
};

const drawPin = (length: number): string => Array.from({ length }, () => String(randomInt(10))).join('');
