import type { Tokens } from '../../kernel/token.ts';
import type { Principal } from './credential.ts';
import type { PartnerSettings } from './settings.ts';

/** Who did an operation: a person, or a credential, which may be a person's. */
export type Hand = { readonly person: bigint } | { readonly credential: bigint };

/** A hand with both, as far as they are known. */
export type WholeHand = { readonly person?: bigint | undefined; readonly credential?: bigint | undefined };

/** A hand as the API shows it. */
export type ShownHand = { person?: string; credential?: string; credentialName?: string };

const WORDED = /^(person|credential) (\d{1,18})$/;
const BARE = /^\d{1,18}$/;
const NO_LANE = 0;

/** Between who asked and who said yes, in what a record keeps of whoever acted by hand. */
const AND = ' & ';

type Acting = Pick<Principal, 'credential' | 'approvedBy'>;

/** Who acts by hand, as a record of the journal keeps it: whoever asked, and whoever said yes where it waited for a second person. */
export function byHandOf(tokens: Pick<Tokens, 'encode'>, { credential, approvedBy }: Acting): string {
  const asked = tokens.encode('cred', NO_LANE, credential);
  if (approvedBy === undefined) return asked;
  const { person, credential: other } = approvedBy;
  return `${asked}${AND}${person === undefined ? tokens.encode('cred', NO_LANE, other ?? 0n) : `person ${person}`}`;
}

/** Whom a record names in `by`, in any of the ways in which records of the rooms do; undefined where it names nobody. Of two it is who asked. */
export function handOf(tokens: Pick<Tokens, 'decode'>, by: unknown): Hand | undefined {
  if (typeof by !== 'string') return undefined;
  return handOfOne(tokens, by.split(AND)[0]);
}

function handOfOne(tokens: Pick<Tokens, 'decode'>, by: string): Hand | undefined {
  if (BARE.test(by)) return { credential: BigInt(by) };
  const worded = WORDED.exec(by);
  if (worded) return worded[1] === 'person' ? { person: BigInt(worded[2]) } : { credential: BigInt(worded[2]) };
  const place = tokens.decode('cred', by);
  return place && { credential: place.id };
}

type Settings = Pick<PartnerSettings, 'credentialById'>;

/** With the person whose the credential is. */
export function wholeHand(settings: Settings, hand: WholeHand | undefined): WholeHand {
  if (hand === undefined) return {};
  const { credential } = hand;
  const person = hand.person ?? (credential === undefined ? undefined : settings.credentialById(credential)?.person);
  return { person, credential };
}

/** In tokens, with the credential's name. Of the one under which sessions of the portal act nobody needs to know: it is the person. */
export function showHand(
  { settings, tokens }: { readonly settings: Settings; readonly tokens: Pick<Tokens, 'encode'> },
  { person, credential }: WholeHand,
): ShownHand {
  const held = credential === undefined ? undefined : settings.credentialById(credential);
  return {
    ...(person !== undefined && { person: tokens.encode('person', NO_LANE, person) }),
    ...(credential !== undefined && { credential: tokens.encode('cred', NO_LANE, credential) }),
    ...(held !== undefined && !held.isPortal && { credentialName: held.name }),
  };
}
