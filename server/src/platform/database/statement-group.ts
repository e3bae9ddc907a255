import pg from 'pg';
import { Fault } from '../../kernel/fault.ts';
import { rowMaker, type RowMaker } from './row-maker.ts';
import { columnTypes, toParameter } from './values.ts';

/** What a statement gives: its rows, and how PostgreSQL names what it did (`COMMIT`). */
export type Done = { readonly rows: unknown[]; readonly command: string };

/** What a session has prepared, by name. A name that may be there or not is closed before it is prepared anew. */
export type PreparedStatements = Map<string, { rowOf: RowMaker | undefined } | 'doubtful'>;

type Item = {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows: unknown[];
  isNew: boolean;
  rowOf: RowMaker | undefined;
  unreadable: unknown;
  resolve(done: Done): void;
  reject(error: unknown): void;
};

/** What pg's connection offers to a query: the messages of the extended protocol. */
type Wire = {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: readonly unknown[] }): void;
  describe(message: { type: 'P' }): void;
  execute(message: Record<string, never>): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
};

type RowDescription = { fields: readonly { name: string; dataTypeID: number }[] };

/**
 * Statements that travel together: one packet out, one synchronisation, one packet back. pg itself synchronises after each statement,
 * so that the server wakes us once for each; at fifteen statements a batch that was a third of the batch's cost. After a statement
 * fails those behind it in the group are not run.
 */
export class StatementGroup extends pg.Query {
  readonly #prepared: PreparedStatements;
  readonly #items: Item[] = [];
  #at = 0;

  constructor(prepared: PreparedStatements) {
    super({ text: '' });
    this.#prepared = prepared;
    // pg looks for one: without it an error would be emitted to nobody.
    (this as unknown as { callback: () => void }).callback = () => undefined;
  }

  /** Adds a statement that is kept prepared under its name. */
  add(name: string, text: string, values: readonly unknown[]): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.#items.push({
        ...{ name, text, values, rows: [], isNew: false, rowOf: undefined, unreadable: undefined },
        ...{ resolve, reject },
      });
    });
  }

  /** Called by pg when the group's turn has come. */
  override submit = (connection: unknown): Error | null => {
    const wire = connection as Wire;
    wire.stream.cork();
    try {
      for (const item of this.#items) this.#send(wire, item);
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
    return null;
  };

  #send(wire: Wire, item: Item): void {
    const known = this.#prepared.get(item.name);
    if (known === undefined || known === 'doubtful') {
      if (known) wire.close({ type: 'S', name: item.name });
      wire.parse({ name: item.name, text: item.text });
      this.#prepared.set(item.name, { rowOf: undefined });
      item.isNew = true;
    } else item.rowOf = known.rowOf;
    wire.bind({ statement: item.name, values: item.values.map(parameterText) });
    // Columns of a prepared statement never change, so that they are told once.
    if (!item.rowOf) wire.describe({ type: 'P' });
    wire.execute({});
  }

  handleRowDescription(message: RowDescription): void {
    const item = this.#items[this.#at];
    item.rowOf = rowMaker(
      message.fields.map((field) => field.name),
      message.fields.map((field) => columnTypes.getTypeParser(field.dataTypeID, 'text')),
    );
  }

  handleDataRow(message: { fields: readonly (string | null)[] }): void {
    const item = this.#items[this.#at];
    try {
      item.rows.push(item.rowOf!(message.fields));
    } catch (error) {
      item.unreadable ??= error;
    }
  }

  handleCommandComplete(message: { text: string }): void {
    const item = this.#items[this.#at++];
    this.#prepared.set(item.name, { rowOf: item.rowOf ?? noColumns });
    if (item.unreadable !== undefined) item.reject(item.unreadable);
    else item.resolve({ rows: item.rows, command: message.text });
  }

  /** The statement that is being answered failed; what stands behind it was skipped. */
  handleError(error: Error): void {
    const failed = this.#items.slice(this.#at);
    this.#at = this.#items.length;
    for (const item of failed) if (item.isNew) this.#prepared.set(item.name, 'doubtful');
    for (const [n, item] of failed.entries()) item.reject(n === 0 ? error : behind(item, error));
  }

  handleReadyForQuery(): void {
    // Every statement has been answered by its own message.
  }
}

const noColumns: RowMaker = () => ({});

const behind = (item: Item, error: Error): unknown =>
  error instanceof pg.DatabaseError
    ? new Fault(`${item.name}: not run, since a statement before it failed`, { retry: 'safe', cause: error })
    : error;

const parameterText = (value: unknown): unknown => {
  const text = toParameter(value);
  if (text === null || text === undefined || typeof text === 'string' || Buffer.isBuffer(text)) return text;
  return typeof text === 'bigint' || typeof text === 'number' || typeof text === 'boolean'
    ? `${text}`
    : JSON.stringify(text);
};
