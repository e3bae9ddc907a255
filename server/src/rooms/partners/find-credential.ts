import type { Credential } from './credential.ts';
import type { PartnerDeps } from './partner-deps.ts';

/** A credential of the tenant as the settings in memory have it now; undefined where the tenant has none of that number. */
export const findCredential = ({ settings }: PartnerDeps, tenant: number, id: bigint): Credential | undefined =>
  settings()
    .credentialsOf(tenant)
    .find((one) => one.credential === id);
