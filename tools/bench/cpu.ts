import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** CPU seconds that a process and all its descendants have used. Linux only; elsewhere nothing. */
export function cpuSecondsOf(root: number): number {
  try {
    const parents = new Map<number, number>();
    const used = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      if (!Number.isInteger(pid)) continue;
      const stat = readStat(pid);
      if (!stat) continue;
      parents.set(pid, stat.parent);
      used.set(pid, stat.seconds);
    }
    const isBelow = (pid: number | undefined): boolean =>
      pid !== undefined && pid > 1 && (pid === root || isBelow(parents.get(pid)));
    return [...used].reduce((sum, [pid, seconds]) => (isBelow(pid) ? sum + seconds : sum), 0);
  } catch {
    return 0;
  }
}

function readStat(pid: number): { parent: number; seconds: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
    return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
  } catch {
    return undefined;
  }
}
