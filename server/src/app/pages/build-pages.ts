import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Fault } from '../../kernel/fault.ts';
import { addSeconds, instantFromMilliseconds } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';

const PROJECT = join(import.meta.dirname, '../../../..');
const BUILDER = join(import.meta.dirname, 'vite-build.ts');
const BUILD_MS_MAX = 120_000;
const BUILD_LOOK_MS = 200;
// A program that runs from other sources may still serve it.
const BUILD_KEPT_SECONDS = 24 * 60 * 60;

/** The web applications that the program serves, by their folder. */
export type PageFolder = 'portal' | 'member-page';

/** Files of a folder and below, in a fixed order. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** What the built pages depend on: their own sources, the contract, and the versions of all libraries. */
function digestOf(pages: PageFolder): string {
  const hash = createHash('sha256').update(readFileSync(join(PROJECT, 'package-lock.json')));
  for (const file of [...filesOf(join(PROJECT, pages)), ...filesOf(join(PROJECT, 'contract'))])
    hash.update(file.slice(PROJECT.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** Builds that nobody can be serving or making any more: another start of the same sources may be at work beside this one. */
const staleBuilds = (home: string, pages: PageFolder): string[] => {
  const now = systemClock().now();
  return readdirSync(home).filter((name) => {
    const made = instantFromMilliseconds(Math.floor(statSync(join(home, name)).mtimeMs));
    return name.startsWith(`${pages}-`) && addSeconds(made, BUILD_KEPT_SECONDS) < now;
  });
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Waits while another start builds the same pages: two builds at once take more than twice as long. False when nobody does. */
async function builtByAnother(folder: string): Promise<boolean> {
  const { dir, base } = parse(folder);
  const isUnderWay = (): boolean =>
    existsSync(dir) &&
    readdirSync(dir).some((name) => name.startsWith(`${base}.`) && isAlive(Number(name.slice(base.length + 1))));
  // No longer than a build may take: the number of one that was killed may be somebody else's by now.
  const until = performance.now() + BUILD_MS_MAX;
  while (isUnderWay() && performance.now() < until) await setTimeout(BUILD_LOOK_MS);
  return existsSync(folder);
}

/**
 * The folder with the built pages: from the last build where the sources are still the same, else built now, in a process of its
 * own. They are kept in `pagesDir`, else beside the sources; where that may not be written, under `dataDir`. A Fault when they cannot
 * be built.
 */
export async function buildPages(
  pages: PageFolder,
  { dataDir, pagesDir }: { readonly dataDir: string; readonly pagesDir?: string | undefined },
  say: (line: string) => void,
): Promise<string> {
  const home = pagesDir ?? join(isWritable(PROJECT) ? PROJECT : dataDir, '.built');
  const folder = join(home, `${pages}-${digestOf(pages)}`);
  if (existsSync(folder) || (await builtByAnother(folder))) return folder;
  say(`Building the ${pages.replace('-', ' ')}: a few seconds, this time only.`);
  mkdirSync(home, { recursive: true });
  // Built beside and then renamed: a build that was interrupted is never taken for a whole one.
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await promisify(execFile)(process.execPath, [BUILDER, join(PROJECT, pages), unfinished], { timeout: BUILD_MS_MAX });
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Fault(`the ${pages} could not be built`, { retry: 'safe', cause: error });
  }
  for (const old of staleBuilds(home, pages)) rmSync(join(home, old), { recursive: true, force: true });
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another start was quicker; its build is the same.
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}
