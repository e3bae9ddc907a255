import type { Database } from '../../platform/database/database.ts';
import { createSettingsFollower } from '../programs/index.ts';
import { readSegmentNames } from './store/segment-name.ts';

/** Which segments there are, in memory: what is published may name no other. */
export type SegmentNames = {
  readonly has: (tenant: number, code: string) => boolean;
  readonly refresh: () => Promise<void>;
  readonly watch: () => void;
  readonly stop: () => Promise<void>;
};

/** Follows the codes of segments. A new one raises the revision of settings, so other processes know it within a second. */
export function createSegmentNames(deps: {
  readonly database: Database;
  readonly onFailure?: ((error: unknown) => void) | undefined;
}): SegmentNames {
  const { current, refresh, watch, stop } = createSettingsFollower({ ...deps, load: readSegmentNames });
  return { has: (tenant, code) => current().get(tenant)?.has(code) === true, refresh, watch, stop };
}
