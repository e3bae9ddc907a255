// Runs before each file of tests: files of one worker share modules, and must not inherit what another file has set in them.

import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

fc.resetConfigureGlobal();

afterAll(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
