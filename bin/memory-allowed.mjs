// Plain JavaScript: the flags of the engine are made of it before the right Node is found.
import { totalmem } from 'node:os';

export function memoryAllowed() {
  // The first Nodes of 18 do not tell it.
  const allowed = process.constrainedMemory?.() ?? 0;
  return allowed > 0 ? Math.min(totalmem(), allowed) : totalmem();
}
