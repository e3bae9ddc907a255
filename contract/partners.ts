import { z } from 'zod';
import { idText, instantText, page, pageQuery } from './common.ts';
import { codeSchema, nameSchema, zoneSchema } from './programs.ts';

export const partnerSchema = z
  .strictObject({ code: codeSchema, name: nameSchema, state: z.enum(['active', 'suspended']) })
  .meta({ id: 'Partner', description: 'A company whose outlets issue or accept points.' });

export const partnerInputSchema = z.strictObject({ code: codeSchema, name: nameSchema }).meta({ id: 'NewPartner' });

const cutOverHour = z.number().int().min(0).max(23);
const groups = z.array(codeSchema).max(50);

export const outletSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    partner: codeSchema,
    program: codeSchema,
    zone: zoneSchema,
    cutOverHour: cutOverHour.describe('A receipt before this hour belongs to the business day before'),
    groups: groups.describe('Groups of outlets to which promotions and restrictions may refer'),
    state: z.enum(['open', 'closed']),
  })
  .meta({ id: 'Outlet', description: 'A place of sale, with its own time zone and business day.' });

export const outletInputSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    partner: codeSchema.describe('Code of its partner'),
    program: codeSchema.describe('Code of the program in which it sells'),
    zone: zoneSchema.optional().describe("Time zone of its clocks; the program's when left out"),
    cutOverHour: cutOverHour.default(0).describe('A receipt before this hour belongs to the business day before'),
    groups: groups.default([]),
  })
  .meta({ id: 'NewOutlet' });

export const terminalSchema = z
  .strictObject({
    code: codeSchema,
    outlet: codeSchema,
    mayRequest: z.boolean().describe('May ask for what can be refused'),
    mayNotify: z.boolean().describe('May tell what has already happened'),
    hasOwnReferences: z.boolean().describe('Its client references are unique by themselves, not within the partner'),
    state: z.enum(['active', 'suspended']),
  })
  .meta({ id: 'Terminal', description: 'A till or other device that sends operations.' });

export const terminalInputSchema = z
  .strictObject({
    code: codeSchema,
    mayRequest: z.boolean().default(true).describe('May ask for what can be refused'),
    mayNotify: z.boolean().default(true).describe('May tell what has already happened'),
    hasOwnReferences: z
      .boolean()
      .default(false)
      .describe('For tills that each number their receipts from 1. Cannot be changed later'),
  })
  .meta({ id: 'NewTerminal' });

export const terminalChangeSchema = z
  .strictObject({
    mayRequest: z.boolean().optional(),
    mayNotify: z.boolean().optional(),
    state: z.enum(['active', 'suspended']).optional(),
  })
  .meta({ id: 'TerminalChange', description: 'What is left out stays as it is.' });

export const scopeSchema = z
  .enum([
    'sales:write',
    'returns:write',
    'members:read',
    'members:write',
    'members:erase',
    'members:merge',
    'cards:write',
    'cards:make',
    'cards:print',
    'points:read',
    'points:adjust',
    'occasions:write',
    'giftcards:load',
    'deliveries:write',
    'deliveries:manage',
    'deliveries:show',
    'promotions:read',
    'promotions:write',
    'promotions:publish',
    'segments:read',
    'segments:write',
    'signals:read',
    'signals:review',
    'settings:read',
    'settings:write',
    'webhooks:write',
    'messages:read',
    'messages:write',
    'journal:read',
    'staff:read',
    'staff:write',
    'approvals:read',
    'approvals:decide',
    'audit:read',
  ])
  .meta({ id: 'Scope', description: 'One kind of thing that a credential may do.' });

const scopes = z.array(scopeSchema).min(1).max(100);
const credentialId = idText('cred');

const binding = {
  partner: codeSchema.optional().describe('Bound to the outlets of this partner'),
  outlet: codeSchema.optional().describe('Bound to one terminal: the outlet of it'),
  terminal: codeSchema.optional().describe('Bound to this terminal of the outlet'),
};

const credentialFields = {
  id: credentialId,
  name: nameSchema,
  ...binding,
  person: idText('person').optional().describe('Whose it is; two credentials of one person are one person'),
  scopes,
  state: z.enum(['active', 'revoked']),
  isConfirmed: z
    .boolean()
    .describe(
      'False for the key of a till or partner that waits for a second person: it works within what one may alone',
    ),
  validUntil: instantText.optional().describe('Absent when it does not end by itself'),
  madeAt: instantText,
};

export const credentialSchema = z
  .strictObject(credentialFields)
  .meta({ id: 'Credential', description: 'A key to this API, without its secret, which nobody can read again.' });

export const issuedCredentialSchema = z
  .strictObject({
    ...credentialFields,
    secret: z.string().describe('Shown here and never again'),
    approval: idText('appr').optional().describe('The request by which a second person confirms it'),
  })
  .meta({ id: 'IssuedCredential' });

export const confirmationInputSchema = z
  .strictObject({ reference: z.string().min(1).max(100).optional().describe('The same one asks once') })
  .meta({ id: 'ConfirmCredential' });

export const credentialInputSchema = z
  .strictObject({
    name: nameSchema,
    ...binding,
    person: idText('person').optional().describe('Whose it shall be; yourself, unless you may write staff'),
    scopes: scopes.describe('No more than the asking credential has itself'),
    validUntil: instantText.optional().describe('Ends by itself at this instant'),
  })
  .meta({
    id: 'NewCredential',
    description: 'Bound to a partner, or to an outlet and its terminal, or to neither: then for the whole tenant.',
  });

export const partnerPageSchema = page(partnerSchema).meta({ id: 'PartnerPage' });
export const outletPageSchema = page(outletSchema).meta({ id: 'OutletPage' });
export const terminalPageSchema = page(terminalSchema).meta({ id: 'TerminalPage' });
export const credentialPageSchema = page(credentialSchema).meta({ id: 'CredentialPage' });
export const partnerPathSchema = z.strictObject({ code: codeSchema });
export const outletQuerySchema = pageQuery.extend({
  partner: codeSchema.optional().describe('Only those of this partner'),
});
export const outletPathSchema = z.strictObject({ code: codeSchema });
export const terminalPathSchema = z.strictObject({ code: codeSchema, terminal: codeSchema });
export const credentialPathSchema = z.strictObject({ id: credentialId });
