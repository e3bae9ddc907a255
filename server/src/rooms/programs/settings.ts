import { assert } from '../../kernel/assert.ts';
import type { Unit } from '../../kernel/quantity.ts';
import { createZone } from '../../kernel/zone.ts';
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

type OfTenant<T> = { readonly tenant: number; readonly thing: T };

const byCode = (a: { readonly code: string }, b: { readonly code: string }): number => (a.code < b.code ? -1 : 1);

const grouped = <T extends { readonly code: string }>(things: readonly OfTenant<T>[]) => {
  const groups = new Map<number, Map<string, T>>();
  for (const { tenant, thing } of things.toSorted((a, b) => byCode(a.thing, b.thing))) {
    const group = groups.get(tenant) ?? new Map<string, T>();
    groups.set(tenant, group.set(thing.code, thing));
  }
  const lists = new Map([...groups].map(([tenant, group]) => [tenant, Object.freeze([...group.values()])]));
  return {
    find: (tenant: number, code: string): T | undefined => groups.get(tenant)?.get(code),
    list: (tenant: number): readonly T[] => lists.get(tenant) ?? [],
  };
};

const known =
  <T>(things: ReadonlyMap<number, T>, what: string) =>
  (id: number): T => {
    const thing = things.get(id);
    assert(thing !== undefined, `there is no ${what} ${id} in the settings`);
    return thing;
  };

/** The snapshot of what was read. */
export const createProgramSettings = (rows: ProgramRows): ProgramSettings => {
  const tenants = rows.tenants.map((tenant) => Object.freeze(tenant)).toSorted(byCode);
  const unitsOfTenants = rows.units.map(({ tenant, ...unit }): OfTenant<Unit> => ({
    tenant,
    thing: Object.freeze(unit),
  }));
  const unit = known(new Map(unitsOfTenants.map(({ thing }) => [thing.unit, thing])), 'unit');
  const programsOfTenants = rows.programs.map((row): OfTenant<Program> => {
    const [zone, currency, policy] = [createZone(row.zone), unit(row.currency), completePolicy(row.policy)];
    return { tenant: row.tenant, thing: Object.freeze({ ...row, zone, currency, policy }) };
  });
  const tenantsByCode = new Map(tenants.map((tenant) => [tenant.code, tenant]));
  const units = grouped(unitsOfTenants);
  const programs = grouped(programsOfTenants);
  return Object.freeze({
    tenant: known(new Map(tenants.map((tenant) => [tenant.tenant, tenant])), 'tenant'),
    program: known(new Map(programsOfTenants.map(({ thing }) => [thing.program, thing])), 'program'),
    unit,
    tenantByCode: (code: string) => tenantsByCode.get(code),
    programByCode: programs.find,
    unitByCode: units.find,
    tenants: Object.freeze(tenants),
    programsOf: programs.list,
    unitsOf: units.list,
  });
};
