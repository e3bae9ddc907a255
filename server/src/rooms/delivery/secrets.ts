import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { decryptField, encryptField, type Keys } from '../../platform/keys.ts';
import type { DeliverySecrets } from './setting.ts';

const contextOf = (tenant: number, program: number): string => `delivery.setting/${tenant}/${program}`;

export const sealSecrets = (keys: Keys, tenant: number, program: number, secrets: DeliverySecrets): Buffer =>
  encryptField(keys, JSON.stringify(secrets), contextOf(tenant, program));

export const openSecrets = (keys: Keys, tenant: number, program: number, sealed: Buffer | undefined): DeliverySecrets =>
  sealed === undefined
    ? {}
    : (JSON.parse(decryptField(keys, sealed, contextOf(tenant, program)).toString('utf8')) as DeliverySecrets);

const read = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};

/**
 * Refuses certificates and keys that are none, a key that is not the certificate's, and a certificate that the authority did not
 * sign: better told when they are set than when the first pass is fetched.
 */
export function refuseSecrets(given: DeliverySecrets): Refusal<'delivery.setting.certificate_unfit'> | undefined {
  const unfit = (what: string) => refuse('delivery.setting.certificate_unfit', { what });
  const { appleCertificate, appleKey, appleAuthority, googleKey } = given;
  if (googleKey !== undefined) {
    const key = read(() => createPrivateKey(googleKey));
    if (key?.asymmetricKeyType !== 'rsa') return unfit('google key');
  }
  if (appleCertificate === undefined && appleKey === undefined && appleAuthority === undefined) return undefined;
  const certificate = read(() => new X509Certificate(appleCertificate ?? ''));
  if (!certificate) return unfit('apple certificate');
  const key = read(() => createPrivateKey(appleKey ?? ''));
  if (!key || !certificate.checkPrivateKey(key)) return unfit('apple key');
  const authority = read(() => new X509Certificate(appleAuthority ?? ''));
  if (!authority || !certificate.verify(createPublicKey(authority.publicKey.export({ format: 'pem', type: 'spki' }))))
    return unfit('apple authority');
  return undefined;
}
