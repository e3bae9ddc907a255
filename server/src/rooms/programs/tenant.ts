import { isSupportedCountry } from 'libphonenumber-js/max';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';

/** A business with its own members, programs and credentials. Nothing of it is visible to another. */
export type Tenant = {
  readonly tenant: number;
  readonly code: string;
  readonly name: string;
  /** ISO 3166, `ES`: how a phone number without a leading `+` is read. */
  readonly defaultCountry: string;
};

export type TenantInput = { readonly code: string; readonly name: string; readonly defaultCountry: string };

const TENANT_CODE = /^[a-z][a-z0-9-]{1,30}$/;

/** Refuses a malformed code, then a country whose phone numbers cannot be read. */
export const refuseTenant = (
  input: TenantInput,
): Refusal<'programs.tenant.code_malformed' | 'programs.tenant.unknown_country'> | undefined => {
  if (!TENANT_CODE.test(input.code)) return refuse('programs.tenant.code_malformed', { code: input.code.slice(0, 40) });
  if (!isSupportedCountry(input.defaultCountry)) {
    return refuse('programs.tenant.unknown_country', { country: input.defaultCountry.slice(0, 40) });
  }
  return undefined;
};
