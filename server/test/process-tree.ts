import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** A process as /proc tells of it. */
export type Process = { pid: number; parent: number; command: string };

/** Says whether the machine tells about its processes at all. */
export const hasProcesses = existsSync('/proc/self/stat');

function read(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie is over; only its parent has not looked yet.
    if (state === 'Z' || state === 'X') return undefined;
    return {
      pid,
      parent: Number(parent),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
    };
  } catch {
    return undefined;
  }
}

/** All processes below `root`, itself first. */
export function processTree(root: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => read(Number(name)))
    .filter((process) => process !== undefined);
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/** Those of `processes` that still live, as they were. */
export function survivors(processes: readonly Process[]): Process[] {
  return processes.filter(({ pid, command }) => read(pid)?.command === command);
}
