import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Phone } from '../../kernel/phone.ts';

/** Where a person came to us, or told us something. */
export const CHANNELS = ['till', 'web', 'app', 'paper', 'kiosk', 'file'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a person may tell about himself, besides the phone. */
export type PersonFields = {
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly email?: string | undefined;
  readonly bornOn?: LocalDate | undefined;
  /** A language tag: `es`, `pt-BR`. */
  readonly language?: string | undefined;
};
export const PERSON_FIELDS = ['givenName', 'familyName', 'email', 'bornOn', 'language'] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

/** Which channel told a field, when, and under which consent text, where one was shown. */
export type FieldSource = { readonly channel: string; readonly at: string; readonly textVersion?: string | undefined };

export type ProfileKey = { readonly tenant: number; readonly member: bigint };

/** The only place where it stands who a member is. Never in the journal, deleted on erasure. */
export type Profile = ProfileKey &
  PersonFields & {
    readonly lane: number;
    readonly phone?: Phone | undefined;
    readonly phoneVerified: boolean;
    readonly sources: Readonly<Record<string, FieldSource>>;
    readonly changedAt: Instant;
  };

/** A profile about which nothing is known yet. */
export const emptyProfile = (tenant: number, lane: number, member: bigint, at: Instant): Profile => ({
  tenant,
  lane,
  member,
  phoneVerified: false,
  sources: {},
  changedAt: at,
});

// People write their names with and without capitals and accents on one form and the other; that is no conflict.
const comparable = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * What a channel told, laid over what is known: empty fields are filled, the same is the same, and what differs is left as it
 * is and reported, for a person to decide.
 */
export function fillProfile(
  profile: Profile,
  told: PersonFields,
  source: FieldSource,
  at: Instant,
): { profile: Profile; conflicts: { field: PersonField; told: string }[] } {
  const conflicts: { field: PersonField; told: string }[] = [];
  let filled = profile;
  for (const field of PERSON_FIELDS) {
    const value = told[field];
    if (value === undefined) continue;
    const known = profile[field];
    if (known === undefined) filled = setField(filled, field, value, source, at);
    // A language is a wish of the moment and not a fact about the person.
    else if (field !== 'language' && comparable(known) !== comparable(value)) conflicts.push({ field, told: value });
  }
  return { profile: filled, conflicts };
}

/** The profile with one field as told now. */
export const setField = (
  profile: Profile,
  field: PersonField | 'phone',
  value: string | undefined,
  source: FieldSource,
  at: Instant,
): Profile => ({ ...profile, [field]: value, sources: { ...profile.sources, [field]: source }, changedAt: at });
