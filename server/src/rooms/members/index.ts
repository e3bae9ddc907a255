export { EXTERNAL_ID, externalIdKeys, findByExternalId, findByPhone, holderOf, phoneKey, phoneKeys } from './identity.ts';
export type { AttributeValue, Member } from './member.ts';
export { membersRefusals } from './refusals.ts';
export { memberSheet } from './store/member.ts';
