import { noAudit } from '../../platform/audit.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import { closeProgram, reopenProgram } from './close-program.ts';
import type { ChangeStateOutcome } from './close-program.ts';
import { defineUnit } from './define-unit.ts';
import type { DefineUnitOutcome } from './define-unit.ts';
import { openProgram } from './open-program.ts';
import type { OpenProgramOutcome, ProgramInput } from './open-program.ts';
import { openTenant } from './open-tenant.ts';
import type { OpenTenantOutcome } from './open-tenant.ts';
import type { Policy } from './policy.ts';
import { readProgramRows } from './read/settings.ts';
import { setPolicy } from './set-policy.ts';
import type { SetPolicyOutcome } from './set-policy.ts';
import { createSettingsFollower } from './settings-follower.ts';
import { createProgramSettings } from './settings.ts';
import type { ProgramSettings } from './settings.ts';
import type { TenantInput } from './tenant.ts';
import type { UnitInput } from './unit.ts';
import type { ProgramDeps } from './write-settings.ts';

/** The room: its settings in memory, and its verbs, each in a transaction of its own. */
export type Programs = {
  readonly settings: () => ProgramSettings;
  readonly refresh: () => Promise<void>;
  readonly watch: () => void;
  readonly stop: () => Promise<void>;
  readonly openTenant: (input: TenantInput) => Promise<OpenTenantOutcome>;
  readonly defineUnit: (tenant: number, input: UnitInput, by?: Actor) => Promise<DefineUnitOutcome>;
  readonly openProgram: (tenant: number, input: ProgramInput, by?: Actor) => Promise<OpenProgramOutcome>;
  readonly setPolicy: (tenant: number, code: string, policy: Partial<Policy>, by?: Actor) => Promise<SetPolicyOutcome>;
  readonly closeProgram: (tenant: number, code: string, by?: Actor) => Promise<ChangeStateOutcome>;
  readonly reopenProgram: (tenant: number, code: string, by?: Actor) => Promise<ChangeStateOutcome>;
};

/** Makes the room. `refresh` has to be awaited once before settings are asked for. */
export const createPrograms = (given: {
  readonly database: Database;
  readonly clock: Clock;
  /** Slot: gives a new tenant its first lanes, in the transaction that opens it. */
  readonly equipTenant?: (tx: Tx, tenant: number) => Promise<void>;
  /** Slot: the audit chain of the tenant; no trace where left out. */
  readonly audit?: Audit;
  readonly onFailure?: (error: unknown) => void;
}): Programs => {
  const follower = createSettingsFollower({
    ...given,
    load: async (tx) => createProgramSettings(await readProgramRows(tx)),
  });
  const deps: ProgramDeps = {
    database: given.database,
    clock: given.clock,
    settings: follower.current,
    refresh: follower.refresh,
    audit: given.audit ?? noAudit,
    equipTenant: given.equipTenant ?? (async () => undefined),
  };
  return {
    settings: follower.current,
    refresh: follower.refresh,
    watch: follower.watch,
    stop: follower.stop,
    openTenant: (input) => openTenant(deps, input),
    defineUnit: (tenant, input, by) => defineUnit(deps, tenant, input, by),
    openProgram: (tenant, input, by) => openProgram(deps, tenant, input, by),
    setPolicy: (tenant, code, policy, by) => setPolicy(deps, tenant, code, policy, by),
    closeProgram: (tenant, code, by) => closeProgram(deps, tenant, code, by),
    reopenProgram: (tenant, code, by) => reopenProgram(deps, tenant, code, by),
  };
};
