import { readFileSync } from 'node:fs';

/** Which Tallystick this is. */
export const { version: programVersion } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
) as { version: string };
