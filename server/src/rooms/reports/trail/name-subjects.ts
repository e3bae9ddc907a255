import type { LineDeps } from '../deps.ts';

const NUMBERED = /^(person|credential) (\d{1,18})$/;
const CODED = /^(outlet|partner|program|terminal) (.+)$/;

/** The number of the person whom an act was about. */
export function personOf(subject: string): bigint | undefined {
  const found = NUMBERED.exec(subject);
  return found?.[1] === 'person' ? BigInt(found[2]) : undefined;
}

/**
 * What the subject of an act is called today, where it has a name beside its code or number: a person, a credential, an outlet, a partner,
 * a program. Of a terminal it is its outlet's name with the terminal's code. `names` are those of people.
 */
export function nameOfSubject(
  { partners, programs }: Pick<LineDeps, 'partners' | 'programs'>,
  tenant: number,
  subject: string,
  names: ReadonlyMap<bigint, string>,
): string | undefined {
  const person = personOf(subject);
  if (person !== undefined) return names.get(person);
  const settings = partners.settings();
  const numbered = NUMBERED.exec(subject);
  if (numbered) {
    const credential = settings.credentialById(BigInt(numbered[2]));
    return credential?.tenant === tenant && !credential.isPortal ? credential.name : undefined;
  }
  const [, noun, code = ''] = CODED.exec(subject) ?? [];
  switch (noun) {
    case 'outlet':
      return settings.outletByCode(tenant, code)?.name;
    case 'partner':
      return settings.partnerByCode(tenant, code)?.name;
    case 'program':
      return programs.settings().programByCode(tenant, code)?.name;
    case 'terminal': {
      const [outlet = '', terminal = ''] = code.split('/');
      const name = settings.outletByCode(tenant, outlet)?.name;
      return name === undefined ? undefined : `${name} · ${terminal}`;
    }
    default:
      return undefined;
  }
}
