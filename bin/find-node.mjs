// Plain JavaScript that any Node since 18 can parse: it decides which Node runs the TypeScript of this project.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The loader that programs for glibc name: where it is missing (Alpine, NixOS) the Node that npm brings does not start. */
const LOADERS = { 'linux-x64': '/lib64/ld-linux-x86-64.so.2', 'linux-arm64': '/lib/ld-linux-aarch64.so.1' };
const place = () => `${process.platform}-${process.arch}`;

/** Says whether this very process can run TypeScript by stripping its types (22.18, or 24 and later). */
export function runsTypeScript(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/** The path of a Node that can: the running one, else the one that npm brought, else undefined. */
export function findNode() {
  if (runsTypeScript()) return process.execPath;
  if (!existsSync(LOADERS[place()] ?? '')) return undefined;
  try {
    const path = join(dirname(require.resolve(`node-${place()}/package.json`)), 'bin', 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Why npm's Node does not help here. */
function whyNone() {
  const loader = LOADERS[place()];
  if (loader === undefined) return `"npm ci" brings none for ${place()}`;
  return existsSync(loader) ? 'the one that "npm ci" brings is not there' : 'the one that "npm ci" brings needs glibc';
}

/** Ends the process with the one line that tells what is missing. */
export function refuseNode() {
  console.error(
    `tallystick needs Node 22.18 or 24 and newer; this is ${process.version}, and ${whyNone()} ` +
      '(it does for Linux with glibc on x64 and arm64).',
  );
  process.exit(1);
}
