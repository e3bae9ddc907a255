import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '../../kernel/fault.ts';

/** As whom PostgreSQL runs: it refuses root. */
export type RunAs = {
  /** For the log: one of the ways below in words. */
  how: string;
  /** What to give `spawn`. */
  ids: { uid?: number; gid?: number };
  /** Puts what is needed before a command. */
  wrap(program: string, args: readonly string[]): [string, string[]];
};

const NOBODY = 65534;
const IN_NAMESPACE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

const plain: RunAs['wrap'] = (program, args) => [program, [...args]];

/**
 * Chooses the user. Not root: as we are. Root: the owner of an existing cluster; else `postgres` or `nobody`, where
 * others may reach binaries and data; else a user namespace, in which root outside is nobody inside.
 * A Fault that names DATABASE_URL when none of that works.
 */
export function chooseUser(cluster: string, binaries: string): RunAs {
  if (process.getuid?.() !== 0) return { how: 'the same user', ids: {}, wrap: plain };

  const mark = join(cluster, 'PG_VERSION');
  const owner = existsSync(mark) ? statSync(mark) : undefined;
  const reachable = mayBeReached(binaries) && mayBeReached(dirname(cluster));
  if (owner && owner.uid !== 0 && mayBeReached(binaries)) {
    return { how: `the owner of the data (${owner.uid})`, ids: { uid: owner.uid, gid: owner.gid }, wrap: plain };
  }
  if (!owner && reachable) {
    const user = userNamed('postgres') ?? userNamed('nobody');
    if (user) return { how: user.name, ids: { uid: user.uid, gid: user.gid }, wrap: plain };
  }
  if (spawnSync('unshare', [...IN_NAMESPACE, 'true']).status === 0) {
    return {
      how: 'nobody in a user namespace',
      ids: {},
      wrap: (program, args) => ['unshare', [...IN_NAMESPACE, program, ...args]],
    };
  }
  throw new Fault(
    `PostgreSQL refuses to run as root, and no other user can reach ${binaries} and ${dirname(cluster)}; ` +
      'set DATA_DIR to a folder that others may enter, start as an ordinary user, or set DATABASE_URL',
    { retry: 'never' },
  );
}

/** Says whether every existing folder up to the root may be entered by anybody. */
function mayBeReached(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !(statSync(folder).mode & 0o001)) return false;
    if (folder === dirname(folder)) return true;
  }
}

// A uid without an entry in the list of users would not do: initdb looks its name up.
function userNamed(name: string): { name: string; uid: number; gid: number } | undefined {
  if (!existsSync('/etc/passwd')) return undefined;
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  return fields ? { name, uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}
