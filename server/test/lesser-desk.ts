// Desks that lack one guard of the lane machine, for controls: a race over them ends as it would without it.

import type { Desk, Operation, Plan, Sheet } from '../src/platform/lanes/index.ts';
import type { JournalEntry } from '../src/rooms/ledger/index.ts';

type AnyDesk = Desk<JournalEntry>;
type AnySheet = Sheet<never, unknown>;

const over = (desk: AnyDesk, instead: Partial<Record<keyof AnyDesk, unknown>>): AnyDesk =>
  new Proxy(desk, {
    get(target, name) {
      if (name in instead) return instead[name as keyof AnyDesk];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });

/** What an operation before it in the same batch has changed is not seen: it decides as if it had looked before all of them. */
export function staleDesk(desk: AnyDesk): AnyDesk {
  const own = new Map<AnySheet, Set<string>>();
  const isOwn = (sheet: AnySheet, key: never): boolean => own.get(sheet)?.has(sheet.keyOf(key)) === true;
  return over(desk, {
    read: (sheet: AnySheet, key: never) => {
      // Asks for what was never loaded, as ever.
      const now = desk.read(sheet, key);
      return isOwn(sheet, key) ? now : desk.loaded(sheet, key);
    },
    known: (sheet: AnySheet) =>
      desk.known(sheet).flatMap((row) => {
        const seen = isOwn(sheet, row as never) ? row : desk.loaded(sheet, row as never);
        return seen === undefined ? [] : [seen];
      }),
    put: (sheet: AnySheet, key: never, row: unknown) => {
      const keys = own.get(sheet) ?? new Set();
      own.set(sheet, keys.add(sheet.keyOf(key)));
      desk.put(sheet, key, row);
    },
  });
}

/** Rows of one sheet are not noted; `isBlind`: nor seen. */
export const forgetfulDesk = <Key, Row>(sheet: Sheet<Key, Row>, isBlind = false) => {
  const only = sheet as unknown as AnySheet;
  return (desk: AnyDesk): AnyDesk =>
    over(desk, {
      put: (of: AnySheet, key: never, row: unknown) => (of === only ? undefined : desk.put(of, key, row)),
      ...(isBlind && { read: (of: AnySheet, key: never) => (of === only ? undefined : desk.read(of, key)) }),
    });
};

/** The operation as it would be over such a desk. */
export const decidedOver = <Input, P extends Plan, Record, Answer>(
  operation: Operation<Input, P, Record, Answer, JournalEntry>,
  lesser: (desk: AnyDesk) => AnyDesk,
): Operation<Input, P, Record, Answer, JournalEntry> => ({
  ...operation,
  decide: (input, plan, desk) => operation.decide(input, plan, lesser(desk)),
});
