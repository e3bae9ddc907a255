import { maskPhone, type Phone } from '../../kernel/phone.ts';
import { decryptField, encryptField, type Keys } from '../../platform/keys.ts';
import { phoneKey } from '../members/index.ts';

/** A phone as this room keeps it: to find it by, to send to, to show. */
export type SealedPhone = { readonly phoneKey: Buffer; readonly phoneCipher: Buffer; readonly phoneMasked: string };

const contextOf = (tenant: number): string => `delivery.phone/${tenant}`;

export const sealPhone = (keys: Keys, tenant: number, phone: Phone): SealedPhone => ({
  phoneKey: phoneKey(keys, phone),
  phoneCipher: encryptField(keys, phone, contextOf(tenant)),
  phoneMasked: maskPhone(phone),
});

/** The phone to send to. */
export const openPhone = (keys: Keys, tenant: number, cipher: Buffer): Phone =>
  decryptField(keys, cipher, contextOf(tenant)).toString('utf8') as Phone;
