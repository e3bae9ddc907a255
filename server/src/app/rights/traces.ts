import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an endpoint leaves behind of whoever used it. */
export type Trace = {
  /** Method and path. */
  readonly route: string;
  /** A row of the journal, an act in the audit chain, or neither. */
  readonly leaves: 'operation' | 'act' | 'nothing';
  /** The act, as the chain calls it. */
  readonly act?: string;
  /** Why it leaves neither. */
  readonly why?: string;
  /** The test that makes the call, where the walk over all endpoints cannot: an upload, a file that is given once, a card on a phone. */
  readonly provedIn?: string;
};

/**
 * Every endpoint that writes, and those that give secrets out, with the trace that it leaves. A test fails on one that is missing, and
 * where a real call leaves no such trace.
 */
export const traces = JSON.parse(readFileSync(join(import.meta.dirname, 'traces.json'), 'utf8')) as readonly Trace[];
