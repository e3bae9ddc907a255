import { totalmem } from 'node:os';

/** Bytes that this process may use: of the machine, or of the container if that is less. */
export function memoryAllowed(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(totalmem(), allowed) : totalmem();
}
