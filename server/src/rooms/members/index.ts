export { findMember } from './find-member.ts';
export { bookChange, bookLeg, happenedAt, type ChangeToBook } from './book.ts';
export type { CardLine, CardNumberFound, CardOrder, CardSlot } from './card-slot.ts';
export { createMembers, membersSheets, type Members, type MembersDeps } from './create-members.ts';
export type { MemberChange, MemberChangeAnswer } from './change-member.ts';
export { joinMember, wantsOfPair, type CountersOf, type MemberJoined, type Pair } from './join-member.ts';
export { partMember, type MemberParted } from './part-member.ts';
export { erasePerson, isAsResolved, wantsOfErasing, type PersonToErase } from './erase-person.ts';
export type { EnrolmentAnswer, EnrolmentRecord } from './enrol.ts';
export type { EnrolmentInput } from './resolve-enrolment.ts';
export { type CodePurpose } from './phone-code.ts';
export type { PhoneVerification } from './verify-phone.ts';
export type { Enrolment, EnrolmentKey } from './enrolment.ts';
export {
  EXTERNAL_ID,
  externalIdKeys,
  findByExternalId,
  findByPhone,
  holderOf,
  phoneKey,
  phoneKeys,
} from './identity.ts';
export { memberArrival, type Named } from './member-arrival.ts';
export { refuseAttributes } from './attributes.ts';
export { NAME_REFUSALS, nameOperation, type NameRefusal } from './operation-name.ts';
export { newMember, type AttributeValue, type Member } from './member.ts';
export { indexedName, nameWords } from './name-words.ts';
export { nameChanged } from './name-changed.ts';
export { PERSON_FIELDS, type Channel, type PersonField } from './profile.ts';
export { membersRefusals } from './refusals.ts';
export { enrolmentSheet } from './store/enrolment.ts';
export { findAmongErased, rememberPhones, type ErasedMember } from './store/erased.ts';
export { memberSheet } from './store/member.ts';
export { profileSheet } from './store/profile.ts';
export type { TierGiven, TierSlot } from './tier-slot.ts';
export type { KeptWelcome, Welcome, WelcomeSlot } from './welcome-slot.ts';
