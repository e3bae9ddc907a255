import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file of the project, with its path from the root in forward slashes. */
export type SourceFile = { path: string; text: string };

export const root = join(import.meta.dirname, '..');

// What was made by tools or brought by npm, and what a running program keeps.
const LEFT_OUT = new Set(['node_modules', '.git', 'data', 'dist']);

/** All files below the root whose name ends in one of `endings`, in order of their paths. */
export function sourceFiles(endings: readonly string[], folder: string = root): SourceFile[] {
  return readdirSync(folder)
    .filter((name) => !LEFT_OUT.has(name))
    .sort()
    .flatMap((name): SourceFile[] => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return sourceFiles(endings, path);
      if (!endings.some((ending) => name.endsWith(ending))) return [];
      return [{ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }];
    });
}
