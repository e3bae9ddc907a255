import { canonicalJson } from '../../kernel/canonical.ts';
import { maskEmail } from '../../kernel/email.ts';
import { maskPhone } from '../../kernel/phone.ts';
import { decryptField, encryptField, keyedDigest, keyedDigests, type Keys } from '../../platform/keys.ts';
import type { Address, Facts, Kind } from './message.ts';

/** What of a message is personal, and stands in the database only encrypted. */
export type Content = { readonly to: Address; readonly facts: Facts };

const contextOf = (tenant: number, reference: string): string => `notifications.message.${tenant}.${reference}`;

/** The content as it stands in the database; worthless in the row of another message. */
export const sealContent = (keys: Keys, tenant: number, reference: string, content: Content): Buffer =>
  encryptField(keys, JSON.stringify(content), contextOf(tenant, reference));

/** Reads what `sealContent` wrote. */
export const openContent = (keys: Keys, tenant: number, reference: string, sealed: Buffer): Content =>
  JSON.parse(decryptField(keys, sealed, contextOf(tenant, reference)).toString()) as Content;

/** The address as one text, which only this room and its channels see. */
export const addressText = (to: Address): string => ('phone' in to ? to.phone : 'email' in to ? to.email : to.member);

// Two spellings of one mailbox differ in the local part's case only on paper.
const addressBytes = (kind: Kind, address: string): string => `${kind}:${address.toLowerCase()}`;

/** The keyed digest by which messages and suppressions of an address are found. */
export const addressKey = (keys: Keys, kind: Kind, address: string): Buffer =>
  keyedDigest(keys, addressBytes(kind, address), 'notifications.address');

/** The same under every key that the installation has had. */
export const addressKeys = (keys: Keys, kind: Kind, address: string): Buffer[] =>
  keyedDigests(keys, addressBytes(kind, address), 'notifications.address');

/** For screens and logs. A member's name outside tells nothing and stays as it is. */
export const maskAddress = (to: Address): string =>
  'phone' in to ? maskPhone(to.phone) : 'email' in to ? maskEmail(to.email) : to.member;

/** By which a repeat is told from a reuse, under any key: keyed, since a code of six digits would be guessed from a plain one. */
export const contentDigests = (keys: Keys, what: object): Buffer[] =>
  keyedDigests(keys, canonicalJson(what), 'notifications.content');
