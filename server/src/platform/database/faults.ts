import pg from 'pg';
import { Fault } from '../../kernel/fault.ts';

/** Where a statement stood when it failed; it decides what is known about its effect. */
export type Stage = 'connecting' | 'alone' | 'in-transaction' | 'committing';

/** What PostgreSQL says about a statement that it refused. */
export type DatabaseError = Error & { code: string; constraint?: string | undefined; table?: string | undefined };

// Serialization failure and deadlock: PostgreSQL has undone everything, and the same work may succeed the next time.
const TRY_AGAIN = new Set(['40001', '40P01']);
// The session is gone or going: server stopping, crashed or starting, or a transaction that idled too long.
const SESSION_GONE = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '25P04']);
// A limit of time or of connections was met; the statement had no effect.
const LIMIT_MET = new Set(['57014', '55P03', '53300', '53200', '53100']);
const LOST =
  /^(Connection terminated|Client has encountered|Client was closed|Query read timeout|timeout e|Cannot use a pool)/;

/** The error as PostgreSQL's own, or undefined when it is none. */
export function databaseError(error: unknown): DatabaseError | undefined {
  return error instanceof pg.DatabaseError && error.code !== undefined ? (error as DatabaseError) : undefined;
}

/** The name of the constraint that a statement violated (unique, check, foreign key, not null, exclusion), if it did. */
export function violatedConstraint(error: unknown): string | undefined {
  const known = databaseError(error);
  return known?.code.startsWith('23') ? (known.constraint ?? known.code) : undefined;
}

/** Says whether the very same transaction may be tried again at once. */
export function mayTryAgain(error: unknown): boolean {
  const known = databaseError(error);
  return known !== undefined && TRY_AGAIN.has(known.code);
}

/** Says whether the connection on which this happened is of no more use. */
export function isConnectionLost(error: unknown): boolean {
  const known = databaseError(error);
  if (known) return known.code.startsWith('08') || SESSION_GONE.has(known.code);
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || LOST.test(error.message);
}

/**
 * Turns what the world did (lost connection, limit of time) into a Fault that says whether the work may be repeated.
 * Everything else (a violated constraint, a wrong column) comes back as it is: the caller knows what it means.
 */
export function asFault(error: unknown, stage: Stage, what: string): unknown {
  if (isConnectionLost(error)) {
    const unknown = stage === 'alone' || stage === 'committing';
    return new Fault(`${what}: the connection to PostgreSQL was lost`, {
      retry: unknown ? 'unknown' : 'safe',
      cause: error,
    });
  }
  const code = databaseError(error)?.code;
  if (code !== undefined && LIMIT_MET.has(code)) {
    return new Fault(`${what}: PostgreSQL gave up (${code})`, { retry: 'safe', cause: error });
  }
  return error;
}
