import { Fault } from '../../kernel/fault.ts';
import { connectionProblem } from '../../platform/database/address.ts';
import { databaseError } from '../../platform/database/database.ts';

type SystemError = NodeJS.ErrnoException & {
  readonly dest?: string;
  readonly address?: string;
  readonly port?: number;
};

/** What the system says, in words; `{what}` is the file, folder or address that it says it of. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'there is no {what}',
  ENOTDIR: '{what} cannot be reached: a part of the path is a file, not a folder',
  EISDIR: '{what} is a folder, not a file',
  EEXIST: '{what} is there already, and is not what is needed',
  EACCES: 'this user has not enough rights on {what}',
  EPERM: 'this user has not enough rights on {what}',
  EROFS: '{what} cannot be written: its disk is for reading only',
  ENOSPC: '{what} cannot be written: the disk is full',
  EADDRINUSE: '{what} is taken: another program listens there',
  EADDRNOTAVAIL: '{what} is no address of this machine',
  ECONNREFUSED: 'nothing answers at {what}',
};

// What a server refuses for its own reasons: signing in, a database that is not there, memory and disk, a stop, rights, reading only.
const REFUSED_BY_SERVER = /^(08|28|3D|53|57|58)|^(42501|25006)$/;

/** What the world did, in one line for whoever called the command; undefined for a mistake of ours, of which everything is told. */
export function sentenceOf(error: unknown): string | undefined {
  const told = worldOf(error);
  return told === undefined ? undefined : told.replaceAll(/\s*\n\s*/g, '; ').trim();
}

function worldOf(error: unknown): string | undefined {
  if (error instanceof Fault) return error.message;
  // A host with several addresses fails once for each.
  if (error instanceof AggregateError && error.errors.every((one) => sentenceOf(one) !== undefined)) {
    return [...new Set(error.errors.map(sentenceOf))].join('; ');
  }
  const refused = databaseError(error);
  if (refused) return REFUSED_BY_SERVER.test(refused.code) ? `PostgreSQL refuses: ${refused.message}` : undefined;
  const { code, syscall, path, dest, address, port } = error as SystemError;
  // Its own words would hold the password.
  if (code === 'ERR_INVALID_URL') {
    return 'an address cannot be read; that of a database looks like postgres://user:password@host:5432/database';
  }
  if (syscall === undefined) return undefined;
  const place = address === undefined ? (dest ?? path) : `${address}${port === undefined ? '' : `:${port}`}`;
  const words = SYSTEM[code ?? ''];
  return words === undefined || place === undefined ? connectionProblem(error) : words.replace('{what}', place);
}
