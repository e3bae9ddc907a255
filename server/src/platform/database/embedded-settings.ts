import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { memoryAllowed } from '../../../../bin/memory-allowed.mjs';

type Settings = Readonly<Record<string, string>>;

const MEGABYTE = 1024 * 1024;

/** Bytes that are free where the cluster stands; little when nobody can say. */
function freeDisk(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

const megabytes = (bytes: number, least: number, most: number): string =>
  `${Math.min(most, Math.max(least, Math.floor(bytes / MEGABYTE)))}MB`;

/** Reached over a private Unix socket only: no port to clash with, no password on disk. */
function always(socketFolder: string): Settings {
  return {
    port: '5432',
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] ',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The binaries have no LLVM.
    jit: 'off',
    // When one of its processes is killed the server goes, and we with it: whoever supervises us starts all anew.
    restart_after_crash: 'off',
  };
}

/** For balances that must survive anything: nothing here trades durability for speed. */
export function durableSettings(socketFolder: string, cluster: string): Settings {
  return {
    ...always(socketFolder),
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // A quarter of the memory; more than 4 GB gives little on the machines that the embedded server is for.
    shared_buffers: megabytes(memoryAllowed() / 4, 128, 4096),
    effective_cache_size: megabytes(memoryAllowed() / 2, 256, 1_048_576),
    // Few checkpoints: each one makes every page that is touched next go to the log as a whole (40 kB a sale over a million members).
    // A sixteenth of the free disk, so that the log never is what fills it.
    max_wal_size: megabytes(freeDisk(dirname(cluster)) / 16, 1_024, 16_384),
    min_wal_size: '1GB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    log_checkpoints: 'off',
    // Solid-state disks: an index read costs little more than the next page.
    random_page_cost: '1.1',
    // Autovacuum as PostgreSQL has it: looking through the lots whenever a fiftieth was new took a third of the database's time under load.
  };
}

/** For tests: a cluster that lives for one run and may be lost. */
export function throwAwaySettings(socketFolder: string): Settings {
  return {
    ...always(socketFolder),
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '1h',
    log_checkpoints: 'off',
    max_connections: '200',
    deadlock_timeout: '100ms',
  };
}
