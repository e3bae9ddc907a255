import type { Unit } from '../../kernel/quantity.ts';
import { createZone } from '../../kernel/zone.ts';
import { indexByCode, indexById } from './by-code.ts';
import { completePolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import type { Program } from './program.ts';
import type { Tenant } from './tenant.ts';

/** All tenants, units and programs at one moment. Never changes: who holds it decides a whole batch by it. */
export type ProgramSettings = {
  /** By inner ids, which come from our own rows: an unknown one is a bug. */
  readonly tenant: (tenant: number) => Tenant;
  readonly program: (program: number) => Program;
  readonly unit: (unit: number) => Unit;
  /** By codes, which come from outside: an unknown one, or one of another tenant, is undefined. */
  readonly tenantByCode: (code: string) => Tenant | undefined;
  readonly programByCode: (tenant: number, code: string) => Program | undefined;
  readonly unitByCode: (tenant: number, code: string) => Unit | undefined;
  /** In the order of their codes. */
  readonly tenants: readonly Tenant[];
  readonly programsOf: (tenant: number) => readonly Program[];
  readonly unitsOf: (tenant: number) => readonly Unit[];
};

/** What is read from the tables. */
export type ProgramRows = {
  readonly tenants: readonly Tenant[];
  readonly units: readonly (Unit & { readonly tenant: number })[];
  readonly programs: readonly (Omit<Program, 'zone' | 'currency' | 'policy'> & {
    readonly zone: string;
    readonly currency: number;
    readonly policy: Partial<Policy>;
  })[];
};

// Codes of tenants are unique in the whole installation.
const EVERYWHERE = 0;

/** The snapshot of what was read. */
export const createProgramSettings = (rows: ProgramRows): ProgramSettings => {
  const tenants = indexByCode(
    rows.tenants.map((tenant) => Object.freeze(tenant)),
    () => EVERYWHERE,
  );
  const units = rows.units.map((unit) => Object.freeze(unit));
  const unit = indexById(units, (one) => one.unit, 'unit');
  const programs = rows.programs.map((row): Program => {
    const [zone, currency, policy] = [createZone(row.zone), unit(row.currency), completePolicy(row.policy)];
    return Object.freeze({ ...row, zone, currency, policy });
  });
  const unitsByCode = indexByCode(units, (one) => one.tenant);
  const programsByCode = indexByCode(programs, (program) => program.tenant);
  return Object.freeze({
    tenant: indexById(rows.tenants, (tenant) => tenant.tenant, 'tenant'),
    program: indexById(programs, (program) => program.program, 'program'),
    unit,
    tenantByCode: (code: string) => tenants.find(EVERYWHERE, code),
    programByCode: programsByCode.find,
    unitByCode: unitsByCode.find,
    tenants: tenants.list(EVERYWHERE),
    programsOf: programsByCode.list,
    unitsOf: unitsByCode.list,
  });
};
