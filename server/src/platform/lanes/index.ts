export { Desk } from './desk.ts';
export { nameSheet, phoneSheet } from './directory.ts';
export type { HolderFound, NameFound, Named, NameKey, PhoneHolder, PhoneHolders, PhoneKey } from './directory.ts';
export type { Enclosure, Entry, JournalWriter, SealedEntry } from './entry.ts';
export { chain, openLane } from './lane.ts';
export type { LookUp } from './look-up.ts';
export { createLaneMachine, type LaneMachine, type MachineOptions } from './machine.ts';
export type { MachineFigures } from './machine-figures.ts';
export type { Kept } from './batch.ts';
export { NeedsErrand, OwnerMoved } from './operation.ts';
export type { Arrival, Booked, Decided, Held, Operation, Outcome, Plan } from './operation.ts';
export {
  findMerged,
  freshIds,
  laneOfSeed,
  openOwner,
  ownerKeyText,
  ownerSheet,
  pickLane,
  survivorOf,
} from './owner.ts';
export type { Owner, OwnerKey, OwnerKind, OwnerState } from './owner.ts';
export { lanesRefusals } from './refusals.ts';
export { contentDigest, FAMILY, oneReference, referenceBytes, referenceSheet } from './reference.ts';
export type { Family, Reference, ReferenceKey } from './reference.ts';
export { Facts, NeedsFacts, want } from './sheet.ts';
export type { Change, Sheet, Want } from './sheet.ts';
