import { assert } from './assert.ts';

/** An expected no, as a value. `refusal` is a dotted name of a refusal list; `facts` fill the placeholders of its text. */
export type Refusal<Code extends string = string> = {
  readonly ok: false;
  readonly refusal: Code;
  readonly facts?: Readonly<Record<string, string>>;
};

/** A yes with what came out of it. */
export type Ok<T> = { readonly ok: true } & T;

/** What one refusal means to those who meet it. */
export type RefusalEntry = {
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** What the till does: tell the buyer no, send again, call for help, or go on because the operation waits with us. */
  readonly till: 'declined' | 'retry' | 'error' | 'parked';
  /** Whether sending again helps: never, the same body at once, the same body later, or only a changed body. */
  readonly retry: 'never' | 'same' | 'later' | 'changed';
  /** One sentence for a person; `{name}` stands for the fact of that name. */
  readonly text: { readonly en: string; readonly es: string };
};

/** A closed list of refusals by dotted name. Every room has one. */
export type RefusalList = Readonly<Record<string, RefusalEntry>>;

// Three parts, room.noun.what; two where a refusal belongs to no noun of a room, as in operation.reference_reused.
const DOTTED_NAME = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}$/;

/** A refusal by its dotted name, with the facts that explain it. */
export const refuse = <Code extends string>(code: Code, facts?: Readonly<Record<string, string>>): Refusal<Code> =>
  facts === undefined ? { ok: false, refusal: code } : { ok: false, refusal: code, facts };

/** The list as given, with its names as types. A name that is not dotted or a status that is no error is a bug. */
export const defineRefusals = <const List extends RefusalList>(list: List): List => {
  for (const [code, entry] of Object.entries(list)) {
    assert(DOTTED_NAME.test(code), `refusal "${code}" is not named room.noun.what`);
    assert(entry.status >= 400 && entry.status <= 599, `refusal "${code}" has status ${entry.status}, not an error`);
  }
  return Object.freeze(list);
};
