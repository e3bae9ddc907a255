import { z } from 'zod';
import { idText, instantText } from './common.ts';
import { nameSchema } from './programs.ts';
import { grantSchema, personSchema } from './staff.ts';

const email = z.string().min(3).max(254);
const password = z.string().min(1).max(1_000);
const code = z.string().min(4).max(30).describe('Of the authenticator, of the mail, or a recovery code');
const csrf = z.string().describe('Send it as header `x-csrf-token` with every change');

export const signInSchema = z
  .strictObject({ tenant: z.string().min(1).max(40).describe('Code of the tenant'), email, password })
  .meta({ id: 'SignIn' });

export const signedInSchema = z
  .strictObject({ secondFactor: z.enum(['totp', 'email']).describe('What is asked for next'), csrf })
  .meta({ id: 'SignedIn', description: 'The first factor was right. The session is in the cookie.' });

export const secondFactorSchema = z.strictObject({ code }).meta({ id: 'SecondFactor' });

export const wholeSessionSchema = z.strictObject({ csrf }).meta({ id: 'WholeSession' });

export const acceptLinkSchema = z
  .strictObject({ token: z.string().min(20).max(100).describe('What stands behind # in the link'), password })
  .meta({ id: 'AcceptLink' });

export const acceptedLinkSchema = z.strictObject({ tenant: z.string(), email }).meta({ id: 'AcceptedLink' });

export const askResetSchema = z.strictObject({ tenant: z.string().min(1).max(40), email }).meta({ id: 'AskReset' });

export const changePasswordSchema = z
  .strictObject({ current: password, next: password })
  .meta({ id: 'ChangePassword' });

export const ownSessionSchema = z
  .strictObject({
    person: personSchema,
    tenant: z.strictObject({ code: z.string(), name: nameSchema }),
    grants: z.array(grantSchema),
    permissions: z.array(z.string()).describe('Of all grants together; each holds where its grant does'),
    secondFactor: z.enum(['totp', 'email']).describe('`totp` once an authenticator is set up'),
    csrf,
    endsAt: instantText,
    steppedUpUntil: instantText.optional().describe('Absent when dangerous acts ask for a fresh second factor'),
  })
  .meta({ id: 'OwnSession', description: 'Who is signed in, and what is allowed where.' });

export const sessionSchema = z
  .strictObject({
    id: idText('session'),
    device: z.string(),
    madeAt: instantText,
    seenAt: instantText.describe('To the minute'),
    endsAt: instantText,
    isThis: z.boolean(),
  })
  .meta({ id: 'PortalSession' });

export const sessionListSchema = z.strictObject({ items: z.array(sessionSchema) }).meta({ id: 'PortalSessionList' });
export const sessionPathSchema = z.strictObject({ id: idText('session') });

export const totpSchema = z
  .strictObject({ secret: z.string(), uri: z.string().describe('For the QR code') })
  .meta({ id: 'NewAuthenticator' });

export const recoveryCodesSchema = z
  .strictObject({ recoveryCodes: z.array(z.string()).describe('Shown here and never again; each works once') })
  .meta({ id: 'RecoveryCodes' });
