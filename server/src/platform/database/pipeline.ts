import type pg from 'pg';
import { StatementGroup, type Done, type PreparedStatements } from './statement-group.ts';
import { toParameter } from './values.ts';

/**
 * What one client sends, in order: statements that are asked for in one turn of the event loop go together as one group. A failed
 * statement leaves those behind it in its group undone.
 */
class Pipeline {
  readonly #client: pg.Client;
  readonly #prepared: PreparedStatements = new Map();
  #open: StatementGroup | undefined;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Runs a statement that is kept prepared under its name. */
  run(name: string, text: string, values: readonly unknown[]): Promise<Done> {
    if (!this.#open) {
      this.#open = new StatementGroup(this.#prepared);
      process.nextTick(() => this.send());
    }
    return this.#open.add(name, text, values);
  }

  /** Runs any text once, after everything that was asked before it. */
  async query(text: string, values: readonly unknown[]): Promise<unknown[]> {
    this.send();
    return (await this.#client.query({ text, values: values.map(toParameter) })).rows;
  }

  /** Sends what was asked for until now: what is asked next is a group of its own. */
  send(): void {
    const group = this.#open;
    if (!group) return;
    this.#open = undefined;
    this.#client.query(group);
  }
}

const pipelines = new WeakMap<pg.Client, Pipeline>();

/** The pipeline of a client: one for its whole life, since it knows what the session has prepared. */
export function pipelineOf(client: pg.Client): Pipeline {
  const known = pipelines.get(client);
  if (known) return known;
  const made = new Pipeline(client);
  pipelines.set(client, made);
  return made;
}
