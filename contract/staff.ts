import { z } from 'zod';
import { idText, instantText, page, pageQuery, quantityText } from './common.ts';
import { codeSchema, nameSchema } from './programs.ts';

const personId = idText('person');
const email = z.string().min(3).max(254).describe('E-mail address; case does not count');
const language = z.enum(['en', 'es']);

export const personSchema = z
  .strictObject({
    id: personId,
    name: nameSchema,
    email,
    language,
    state: z.enum(['invited', 'active', 'suspended', 'left']),
    madeAt: instantText,
  })
  .meta({ id: 'StaffPerson', description: 'Somebody who works with the program of the tenant.' });

export const personInputSchema = z
  .strictObject({ name: nameSchema, email, language: language.default('en') })
  .meta({ id: 'NewStaffPerson' });

export const personChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    language: language.optional(),
    state: z.enum(['active', 'suspended', 'left']).optional().describe('`left` is for ever'),
    reason: z.string().min(1).max(500).optional(),
  })
  .meta({ id: 'StaffPersonChange', description: 'What is left out stays as it is.' });

const permission = z.string().min(1).max(60).describe('A scope such as `cards:write`');

const limit = z
  .strictObject({
    kind: z.string().min(1).max(60).describe('Kind of request, or `*` for every kind'),
    unit: z.string().min(1).max(40),
    upTo: quantityText,
  })
  .meta({ id: 'ApprovalLimit', description: 'Up to which amount the role may approve.' });

const wholeUnits = z.int().min(0).max(2_000_000_000);
const bound = z
  .strictObject({
    kind: z.string().min(1).max(60).describe('Kind of request, or `*` for every kind of which nothing is said'),
    unit: z
      .string()
      .min(1)
      .max(40)
      .describe('Code of a unit, `cards` for how many cards, `money` for every currency, or `*` for every unit'),
    upTo: wholeUnits.describe('By one act, in whole units'),
    perDay: wholeUnits.describe('Within 24 hours, in whole units; with `*` as kind all kinds count together'),
  })
  .meta({ id: 'HandBound', description: 'How much one moves by hand without a second person.' });

export const roleSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    permissions: z.array(permission),
    limits: z.array(limit).describe('Empty: no limit'),
    alone: z
      .array(bound)
      .describe('What whoever has it does alone, in place of the bounds of the tenant: more, or less'),
  })
  .meta({ id: 'StaffRole' });

const waitingRequest = idText('appr').describe('The request that waits, where this would loosen the rules');
export const roleAnswerSchema = roleSchema
  .extend({ approval: waitingRequest.optional() })
  .meta({ id: 'StaffRoleAnswer' });
export const roleWaitsSchema = z
  .strictObject({ approval: waitingRequest })
  .meta({ id: 'StaffRoleWaits', description: 'A new role that lets somebody do more alone than the tenant does.' });

export const roleInputSchema = z
  .strictObject({
    name: nameSchema,
    permissions: z.array(permission).max(100),
    limits: z.array(limit).max(50).default([]),
    alone: z.array(bound).max(50).default([]),
    reference: z.string().min(1).max(100).optional().describe('Your name for this change, where it waits'),
  })
  .meta({ id: 'NewStaffRole' });

const grantScope = z.enum(['tenant', 'program', 'partner', 'outlet']);

export const grantSchema = z
  .strictObject({
    id: idText('grant'),
    person: personId,
    role: codeSchema,
    roleName: nameSchema.describe('As the tenant calls it'),
    scope: grantScope,
    place: codeSchema.optional().describe('Code of the program, partner or outlet; absent for the tenant'),
    until: instantText.optional().describe('Absent when it does not end by itself'),
    madeAt: instantText,
  })
  .meta({ id: 'RoleGrant', description: 'A role that a person has, and where.' });

export const grantInputSchema = z
  .strictObject({
    role: codeSchema,
    scope: grantScope.default('tenant'),
    place: codeSchema.optional().describe('Code of the program, partner or outlet; left out for the tenant'),
    until: instantText.optional(),
  })
  .meta({ id: 'NewRoleGrant' });

const actor = z
  .strictObject({ person: personId.optional(), name: z.string().optional(), credential: idText('cred').optional() })
  .meta({ id: 'Actor', description: 'Who acted: a person, a credential, or a person by a credential.' });

const facts = z.record(z.string(), z.unknown());

const approvalState = z
  .enum(['pending', 'approved', 'declined', 'expired', 'withdrawn'])
  .describe('`withdrawn`: whoever asked may not do it any more, which came out at the yes');

export const approvalSchema = z
  .strictObject({
    id: idText('appr'),
    kind: z.string(),
    reference: z.string(),
    subject: z.string(),
    facts,
    worth: z.strictObject({ quantity: quantityText, unit: z.string() }).optional(),
    state: approvalState,
    requestedBy: actor,
    requestedAt: instantText,
    expiresAt: instantText,
    decidedBy: actor.optional(),
    decidedAt: instantText.optional(),
    reason: z.string().optional(),
    isApplied: z.boolean().describe('Whether what follows from the yes has been done'),
    refused: z
      .string()
      .optional()
      .describe('The code by which it was refused when it was to be done after the yes, or why it is withdrawn'),
    now: z
      .strictObject({
        after: facts.optional().describe('How things would stand'),
        isSame: z.boolean().describe('Whether it would still do what was asked for'),
        refused: z.strictObject({ code: z.string(), detail: z.string() }).optional(),
      })
      .optional()
      .describe('What a yes would do at this moment; of a single request that waits'),
    isMine: z.boolean().describe('Whether you asked for it yourself, so that somebody else has to decide'),
  })
  .meta({ id: 'Approval', description: 'A request that waits for a second person, or did.' });

export const approveSchema = z.strictObject({ reason: z.string().min(1).max(500).optional() }).meta({ id: 'Approve' });
export const declineSchema = z.strictObject({ reason: z.string().min(1).max(500) }).meta({ id: 'Decline' });

export const approvalQuery = pageQuery.extend({
  state: approvalState.optional(),
  kind: z.string().min(1).max(60).optional(),
  subject: z.string().min(1).max(200).optional().describe('What it is about, as the API names it: a member, a card'),
});

export const staffPolicySchema = z
  .strictObject({
    approvalNeedsPerson: z.boolean().describe('Whether a credential that belongs to nobody may approve nothing'),
    approvalNeedsAuthenticator: z
      .boolean()
      .describe('Whether who approves has an authenticator that is as old as `newcomerHours`'),
    newcomerHours: z
      .number()
      .int()
      .min(0)
      .max(720)
      .describe('How long whoever was invited or changed by somebody may not approve together with him'),
    credentialsAreBound: z
      .boolean()
      .describe('Whether a credential of nobody moves by hand only what a person may; else its scopes alone bind it'),
    bounds: z
      .array(bound)
      .describe(
        'How much one moves by hand without a second person, where no role of his says otherwise; empty: nothing',
      ),
  })
  .meta({ id: 'StaffPolicy' });

export const staffPolicyInputSchema = staffPolicySchema
  .extend({
    credentialsAreBound: staffPolicySchema.shape.credentialsAreBound.default(true),
    bounds: z.array(bound).max(100).optional().describe('Left out: the bounds with which a tenant begins'),
    reference: z.string().min(1).max(100).describe('Your name for this change'),
  })
  .meta({ id: 'NewStaffPolicy' });

export const staffPolicyAnswerSchema = staffPolicySchema
  .extend({ approval: idText('appr').optional().describe('The request that waits, where this would loosen the rules') })
  .meta({ id: 'StaffPolicyAnswer' });

export const waitsSchema = z
  .strictObject({
    approval: idText('appr'),
    state: approvalState,
    refused: z.string().optional().describe('The code by which it was refused after the yes'),
  })
  .meta({ id: 'Waits', description: 'It waits for a second person, or did: ask the approval what became of it.' });

export const aloneQuery = z.strictObject({ kind: z.string().min(1).max(60), unit: z.string().min(1).max(40) });
export const aloneSchema = z
  .strictObject({
    upTo: quantityText.describe('What one act may move now'),
    left: quantityText.describe('What is left of the day'),
  })
  .meta({ id: 'Alone', description: 'What you may still move by hand without a second person.' });

export const personPageSchema = page(personSchema).meta({ id: 'StaffPersonPage' });
export const rolePageSchema = z.strictObject({ items: z.array(roleSchema) }).meta({ id: 'StaffRoleList' });
export const grantPageSchema = z.strictObject({ items: z.array(grantSchema) }).meta({ id: 'RoleGrantList' });
export const permissionListSchema = z.strictObject({ items: z.array(permission) }).meta({ id: 'PermissionList' });
export const approvalPageSchema = page(approvalSchema).meta({ id: 'ApprovalPage' });
export const personPathSchema = z.strictObject({ id: personId });
export const rolePathSchema = z.strictObject({ code: codeSchema });
export const grantPathSchema = z.strictObject({ id: idText('grant') });
export const approvalPathSchema = z.strictObject({ id: idText('appr') });

export const auditActSchema = z
  .strictObject({
    seq: z.number().int(),
    at: instantText,
    act: z.string(),
    subject: z.string(),
    by: actor,
    session: idText('session').optional(),
    reason: z.string().optional(),
    before: z.record(z.string(), z.unknown()).optional(),
    after: z.record(z.string(), z.unknown()).optional(),
    digest: z.string().describe('sha256 over the act'),
    head: z.string().describe('sha256 over the head before and this digest'),
  })
  .meta({
    id: 'AuditAct',
    description: 'What somebody did that is no journal operation. The program itself has no `by`.',
  });

export const auditQuery = pageQuery.extend({
  act: z.string().min(1).max(60).optional().describe('An act, or how it begins: `partners.`'),
  subject: z.string().min(1).max(200).optional(),
  person: personId.optional(),
  credential: idText('cred').optional(),
  from: instantText.optional(),
  until: instantText.optional(),
});

export const auditPageSchema = page(auditActSchema).meta({ id: 'AuditPage' });
