import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../kernel/canonical.ts';
import type { Ok } from '../../kernel/refusal.ts';
import { createTokens } from '../../kernel/token.ts';
import { signBytes, tokenKey, verifyBytes, type Keys } from '../../platform/keys.ts';
import type { ConformanceReport } from './play.ts';

const FORMAT = 1;
const KIND = 'tallystick.conformance';
const ED25519_BYTES = 64;

const content = z.strictObject({
  kind: z.literal(KIND),
  format: z.literal(FORMAT),
  /** For whom it speaks: the server that our till played against, or the till that we watched. */
  subject: z.enum(['server', 'till']),
  /** Version of the program that played. */
  version: z.string(),
  /** The server, without path and without secrets. */
  url: z.string(),
  outlet: z.string().optional(),
  terminal: z.string().optional(),
  run: z.string(),
  begunAt: z.string(),
  endedAt: z.string(),
  passed: z.array(
    z.strictObject({
      code: z.string(),
      title: z.string(),
      checks: z.int().positive(),
      operations: z.array(z.string()),
    }),
  ),
  notPlayed: z.array(z.strictObject({ code: z.string(), why: z.string() })),
});

const certificate = z.strictObject({ ...content.shape, key: z.int(), signature: z.string() });

type Content = z.infer<typeof content>;
/** What a run has shown, signed. */
export type Certificate = z.infer<typeof certificate>;

/** Why there is no certificate, or none that counts, as a sentence. */
export type NoCertificate = { readonly ok: false; readonly problem: string };
const not = (problem: string): NoCertificate => ({ ok: false, problem });

/** Whose till played against what. */
export type PlayedBy = Pick<Content, 'subject' | 'version' | 'url' | 'outlet' | 'terminal'>;

const bytesOf = (told: Content): Buffer => Buffer.from(canonicalJson(told), 'utf8');

/**
 * Signs what a run has shown with the newest signing key (Ed25519 over the canonical JSON of all but key and signature). Refuses
 * where a case failed or none passed, and where an operation was not named under our own keys: then somebody else's server
 * answered, and our signature would speak for him.
 */
export function makeCertificate(
  keys: Keys,
  by: PlayedBy,
  report: ConformanceReport,
): Ok<{ certificate: Certificate }> | NoCertificate {
  const failed = report.cases.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code);
  if (failed.length > 0) return not(`there is no certificate, since cases failed: ${failed.join(', ')}`);
  const passed = report.cases.filter(({ outcome }) => outcome === 'passed');
  const operations = passed.flatMap((one) => one.operations);
  if (operations.length === 0)
    return not('there is no certificate, since no case that proves it by operations was passed');
  const tokens = createTokens(tokenKey(keys));
  const foreign = operations.find((operation) => tokens.decode('op', operation) === undefined);
  if (foreign !== undefined) {
    return not(`there is no certificate, since another installation answered: ${foreign} is not named under our keys`);
  }
  // From here it succeeds.
  const told: Content = {
    ...{ kind: KIND, format: FORMAT, ...by },
    ...{ run: report.run, begunAt: report.begunAt, endedAt: report.endedAt },
    passed: passed.map((one) => ({
      ...{ code: one.code, title: one.title, checks: one.checks.length, operations: [...one.operations] },
    })),
    notPlayed: report.cases
      .filter(({ outcome }) => outcome === 'not_played')
      .map(({ code, why }) => ({ code, why: why ?? '' })),
  };
  const { number, signature } = signBytes(keys, bytesOf(told));
  return { ok: true, certificate: { ...told, key: number, signature: signature.toString('base64') } };
}

/** How a signature is checked: by the keys of the installation, or by the public half that somebody was given (PEM). */
export type Checker = { readonly keys: Keys } | { readonly publicKey: string };

/** Reads a certificate. Refuses what is none, and what was changed since it was signed or signed by somebody else. */
export function readCertificate(checker: Checker, text: string): Ok<{ certificate: Certificate }> | NoCertificate {
  const read = certificate.safeParse(parsed(text));
  if (!read.success) return not('this is not a certificate of conformance');
  const { key, signature, ...told } = read.data;
  const mark = Buffer.from(signature, 'base64');
  const isOurs = mark.length === ED25519_BYTES && isSigned(checker, bytesOf(told), key, mark);
  return isOurs
    ? { ok: true, certificate: read.data }
    : not('the signature does not fit: the certificate was changed, or signed under another key');
}

function isSigned(checker: Checker, bytes: Buffer, key: number, mark: Buffer): boolean {
  if ('publicKey' in checker) return verify(null, bytes, createPublicKey(checker.publicKey), mark);
  return checker.keys.signing.some(({ number }) => number === key) && verifyBytes(checker.keys, bytes, key, mark);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
