// A certificate chain as Apple's, made when a test asks: a root that signs, and a pass certificate with its key.

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type PassCertificates = {
  readonly appleCertificate: string;
  readonly appleKey: string;
  readonly appleAuthority: string;
};

const openssl = (folder: string, ...parts: string[]): void => {
  const done = spawnSync('openssl', parts, { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`openssl ${parts[0]}: ${done.stderr}`);
};

/** Makes one; a chain each time, so that one of another call does not fit. */
export function makePassCertificates(): PassCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-pass-'));
  try {
    openssl(
      folder,
      ...'req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj'.split(' '),
      '/CN=Test WWDR/OU=G4/O=Test',
    );
    openssl(
      folder,
      ...'req -newkey rsa:2048 -nodes -keyout pass.key -out pass.csr -subj'.split(' '),
      '/UID=pass.example.gift/CN=Pass Type ID: pass.example.gift/OU=TEAM123456/O=Test',
    );
    writeFileSync(
      join(folder, 'ext'),
      'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=emailProtection,clientAuth\n',
    );
    openssl(
      folder,
      ...'x509 -req -in pass.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out pass.pem -days 30 -extfile ext'.split(
        ' ',
      ),
    );
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return { appleCertificate: read('pass.pem'), appleKey: read('pass.key'), appleAuthority: read('ca.pem') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A key as a service account of Google has one. */
export function makeServiceKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { googleKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), publicKey };
}

/** Says whether `signature` (detached, DER) is one over `content` by a certificate of that authority; what openssl says. */
export function verifyDetached(signature: Buffer, content: Buffer, authority: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-verify-'));
  try {
    writeFileSync(join(folder, 'signature'), signature);
    writeFileSync(join(folder, 'manifest.json'), content);
    writeFileSync(join(folder, 'ca.pem'), authority);
    const parts =
      'smime -verify -inform DER -in signature -content manifest.json -CAfile ca.pem -purpose any -out'.split(' ');
    return spawnSync('openssl', [...parts, '/dev/null'], { cwd: folder, encoding: 'utf8' }).stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
