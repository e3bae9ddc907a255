import { useTranslation } from 'react-i18next';

/** The names with which a tenant's roles begin, as the program writes them. */
const AT_FIRST: ReadonlyMap<string, string> = new Map([
  ['administrator', 'Administrator'],
  ['program-manager', 'Programme manager'],
  ['marketer', 'Marketer'],
  ['service-desk', 'Service desk agent'],
  ['card-manager', 'Card manager'],
  ['auditor', 'Auditor'],
]);

/** The name of a role: of one that a tenant began with, in the reader's language; what the tenant named itself stays as it is. */
export function useRoleName(): (role: { readonly code: string; readonly name: string }) => string {
  const { t } = useTranslation();
  return ({ code, name }) => (AT_FIRST.get(code) === name ? t(`people.rolesAtFirst.${code}`, name) : name);
}
