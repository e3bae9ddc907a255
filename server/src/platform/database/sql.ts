import { assert } from '../../kernel/assert.ts';

/** An SQL text with the dotted name under which PostgreSQL keeps it prepared. `Row` is what one row looks like. */
export type Statement<Row> = {
  readonly name: string;
  readonly text: string;
  /** Never there; carries the row type. */
  readonly row?: Row;
};

// PostgreSQL cuts the name of a prepared statement after 63 bytes, without a word.
const NAME_LENGTH_MAX = 63;
const DOTTED = /^[a-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)+$/;

const registered = new Map<string, Statement<unknown>>();

/**
 * Makes a statement and enters it in the list of all statements, from which a test describes each against the schema.
 * The name is `<room>.<verbNoun>`, for instance `points.selectOpenLots`; a name that is taken or not dotted is a bug.
 */
export function statement<Row = never>(name: string, text: string): Statement<Row> {
  assert(DOTTED.test(name), `the statement name ${name} is not dotted`);
  assert(name.length <= NAME_LENGTH_MAX, `the statement name ${name} is longer than ${NAME_LENGTH_MAX}`);
  assert(!registered.has(name), `there are two statements named ${name}`);
  const made: Statement<Row> = { name, text };
  registered.set(name, made);
  return made;
}

/** Every statement of the modules loaded so far, by name. */
export function registeredStatements(): readonly Statement<unknown>[] {
  return [...registered.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
