import { randomInt, randomUUID } from 'node:crypto';
import { assert } from '../../kernel/assert.ts';
import { addSeconds, MICROSECONDS_PER_SECOND, type Instant } from '../../kernel/instant.ts';
import { parsePhone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../notifications/index.ts';
import { phoneKeys } from './identity.ts';
import type { MemberDeps } from './member-deps.ts';
import {
  CODE_COUNT_SECONDS,
  CODE_DIGITS,
  CODE_LIFE_SECONDS,
  CODE_TRIES_MAX,
  codeDigests,
  CODES_PER_PHONE_AND_HOUR_MAX,
  type CodePurpose,
} from './phone-code.ts';
import { findSentCodes, keepCode } from './store/phone-code.ts';

export type PhoneCodeOutcome =
  | Ok<{ readonly expiresAt: Instant }>
  | Refusal<'kernel.phone.malformed' | 'members.code.too_many'>;

/**
 * Sends a one-time code to a phone, whether somebody holds it or not: the answer tells nobody who is a member. Refuses a
 * malformed phone, and more than five codes an hour. An earlier code for the purpose ends.
 */
export async function sendPhoneCode(
  deps: MemberDeps,
  tenant: number,
  text: string,
  purpose: CodePurpose,
  language: Language = 'en',
): Promise<PhoneCodeOutcome> {
  const parsed = parsePhone(text, deps.programs.settings().tenant(tenant).defaultCountry);
  if (!parsed.ok) return parsed;
  const phone = parsed.value;
  const phones = phoneKeys(deps.keys, phone);
  const now = deps.clock.now();
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  return deps.database.transaction(async (tx) => {
    const counted = (await findSentCodes(tx, tenant, phones)).filter(
      (row) => addSeconds(row.counted_from, CODE_COUNT_SECONDS) > now,
    );
    if (counted.reduce((sum, row) => sum + row.sent, 0) >= CODES_PER_PHONE_AND_HOUR_MAX) {
      const free = Math.min(...counted.map((row) => addSeconds(row.counted_from, CODE_COUNT_SECONDS)));
      return refuse('members.code.too_many', {
        retry_after_s: String(Math.ceil((free - now) / MICROSECONDS_PER_SECOND)),
      });
    }
    const before = counted.find((row) => row.purpose === purpose);
    const expiresAt = addSeconds(now, CODE_LIFE_SECONDS);
    await keepCode(tx, {
      tenant,
      phoneKey: phones[0],
      purpose,
      digest: codeDigests(deps.keys, phone, purpose, code)[0],
      expiresAt,
      tries: CODE_TRIES_MAX,
      sent: (before?.sent ?? 0) + 1,
      countedFrom: before?.counted_from ?? now,
    });
    const queued = await deps.notifications.enqueue(tx, {
      ...{
        tenant,
        reference: `members.code.${randomUUID()}`,
        kind: 'sms',
        to: { phone },
        template: 'phone-code',
        language,
      },
      facts: { code, minutes: CODE_LIFE_SECONDS / 60 },
      expiresAt,
      isSecret: true,
    });
    assert(queued.ok, 'a message under a random name is a new one');
    return { ok: true as const, expiresAt };
  });
}
