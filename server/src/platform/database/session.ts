import type { ClientConfig } from 'pg';
import { columnTypes } from './values.ts';

/** What a session is told when it begins. */
export type SessionSettings = {
  /** Shown in pg_stat_activity. */
  applicationName: string;
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleInTransactionTimeoutMs?: number;
  /** After so long without an acknowledgement from us the server ends the session; nothing on a Unix socket. */
  tcpUserTimeoutMs?: number;
  /** Any other setting of PostgreSQL, by its name. */
  settings?: Readonly<Record<string, string>>;
};

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * The configuration of a client whose session reads and writes values as `values.ts` expects them (time zone UTC, ISO
 * dates) and that sends statements without waiting for the answers to earlier ones.
 */
export function clientConfig(url: string, session: SessionSettings): ClientConfig {
  const settings: Record<string, string | undefined> = {
    timezone: 'UTC',
    datestyle: 'ISO',
    statement_timeout: milliseconds(session.statementTimeoutMs),
    lock_timeout: milliseconds(session.lockTimeoutMs),
    idle_in_transaction_session_timeout: milliseconds(session.idleInTransactionTimeoutMs),
    tcp_user_timeout: milliseconds(session.tcpUserTimeoutMs),
    ...session.settings,
  };
  const options = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `-c ${name}=${String(value).replace(/[\\ ]/g, '\\$&')}`)
    .join(' ');
  return {
    connectionString: url,
    application_name: session.applicationName,
    options,
    types: columnTypes,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  };
}

function milliseconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(Math.round(value));
}
