import type { Tokens } from '../../kernel/token.ts';
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

/** Whom a record names in `by`, in any of the ways in which records of the rooms do; undefined where it names nobody. */
export function handOf(tokens: Pick<Tokens, 'decode'>, by: unknown): Hand | undefined {
  if (typeof by !== 'string') return undefined;
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
