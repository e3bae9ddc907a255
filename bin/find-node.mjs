// Plain JavaScript that any Node since 18 can parse: it decides which Node runs the TypeScript of this project.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Says whether this very process can run TypeScript by stripping its types (22.18, or 24 and later). */
export function runsTypeScript(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/** The path of a Node that can: the running one, else the one that npm brought, else undefined. */
export function findNode() {
  if (runsTypeScript()) return process.execPath;
  try {
    const home = dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`));
    const path = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Ends the process with the one line that tells what is missing. */
export function refuseNode() {
  console.error(
    `tallystick needs Node 22.18 or 24 and newer; this is ${process.version}, and the one that "npm ci" ` +
      `brings for ${process.platform}-${process.arch} is not there.`,
  );
  process.exit(1);
}
