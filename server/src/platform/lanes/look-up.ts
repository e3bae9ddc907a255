import { Fault } from '../../kernel/fault.ts';
import type { Queries } from '../database/connection.ts';
import {
  lookUpNames,
  lookUpPhones,
  nameSheet,
  phoneSheet,
  type HolderFound,
  type NameFound,
  type NameKey,
  type PhoneKey,
} from './directory.ts';
import { ownerSheet, type Owner, type OwnerKey } from './owner.ts';
import { referenceSheet, type Reference, type ReferenceKey } from './reference.ts';
import { Facts, type Sheet } from './sheet.ts';

/**
 * What resolving may ask. Each question waits for the statement under way to end and then travels with all others of its
 * kind in one set, so that a thousand arrivals cost a handful of round trips.
 */
export type LookUp = {
  name(key: NameKey): Promise<NameFound | undefined>;
  /**
   * Where a name led when somebody last looked, without asking: only inside of `resolve`, whose plan is proved under the lock. Undefined wherever
   * nothing proves it, and for who must look anew.
   */
  hint(key: NameKey): NameFound | undefined;
  phone(key: PhoneKey): Promise<readonly HolderFound[]>;
  owner(key: OwnerKey): Promise<Owner | undefined>;
  reference(key: ReferenceKey): Promise<Reference | undefined>;
  /** Any sheet's row as committed. */
  row<Key, Row>(sheet: Sheet<Key, Row>, key: Key): Promise<Row | undefined>;
};

const KEYS_PER_STATEMENT_MAX = 500;

/** A question gatherer: collects keys while a statement runs and asks them together. */
function gather<Key, Answer>(textOf: (key: Key) => string, ask: (keys: Key[]) => Promise<(text: string) => Answer>) {
  let waiting = new Map<
    string,
    { key: Key; callers: { resolve(answer: Answer): void; reject(error: unknown): void }[] }
  >();
  let running = false;

  const run = async (): Promise<void> => {
    running = true;
    while (waiting.size > 0) {
      const taken = [...waiting].slice(0, KEYS_PER_STATEMENT_MAX);
      if (taken.length === waiting.size) waiting = new Map();
      else for (const [text] of taken) waiting.delete(text);
      try {
        const answerOf = await ask(taken.map(([, one]) => one.key));
        for (const [text, { callers }] of taken) for (const caller of callers) caller.resolve(answerOf(text));
      } catch (error) {
        for (const [, { callers }] of taken) for (const caller of callers) caller.reject(error);
      }
    }
    running = false;
  };

  return (key: Key): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const text = textOf(key);
      const known = waiting.get(text);
      if (known) known.callers.push({ resolve, reject });
      else waiting.set(text, { key, callers: [{ resolve, reject }] });
      if (!running) {
        running = true;
        // One turn of the event loop gathers what arrived on other sockets at the same moment.
        setImmediate(() => void run());
      }
    });
}

/** Makes the look-ups over a database; where names led is told to `remember`. They give no hints: whoever has a proof adds his own. */
export function createLookUp(queries: Queries, remember: (found: NameFound) => void = () => undefined): LookUp {
  const rows = new Map<Sheet<never, unknown>, (key: never) => Promise<unknown>>();
  const rowOf = <Key, Row>(sheet: Sheet<Key, Row>): ((key: Key) => Promise<Row | undefined>) => {
    const known = rows.get(sheet as unknown as Sheet<never, unknown>);
    if (known) return known as unknown as (key: Key) => Promise<Row | undefined>;
    const made = gather<Key, Row | undefined>(sheet.keyOf, async (keys) => {
      const facts = new Facts();
      await sheet.load({ ...queries, inTransaction: true }, keys, facts);
      const byText = new Map(keys.map((key) => [sheet.keyOf(key), facts.peek(sheet, key)]));
      return (text) => byText.get(text);
    });
    rows.set(sheet as unknown as Sheet<never, unknown>, made as never);
    return made;
  };
  return {
    name: gather(nameSheet.keyOf, async (keys) => {
      const found = await lookUpNames(queries, keys);
      for (const one of found.values()) remember(one);
      return (text) => found.get(text);
    }),
    hint: () => undefined,
    phone: gather(phoneSheet.keyOf, async (keys) => {
      const found = await lookUpPhones(queries, keys);
      return (text) => found.get(text) ?? [];
    }),
    owner: (key) => rowOf(ownerSheet)(key),
    reference: (key) => rowOf(referenceSheet)(key),
    row: (sheet, key) => rowOf(sheet)(key),
  };
}

/** A look-up that failed changed nothing: whatever the connection did, asking again is safe. */
export function asSafe(error: unknown): unknown {
  return error instanceof Fault ? new Fault(error.message, { retry: 'safe', cause: error }) : error;
}
