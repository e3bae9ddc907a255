export type { Flaw, ListChange, ListChanged, NamedMember, SegmentDeps } from './change-list.ts';
export { createSegments, type Segments } from './create-segments.ts';
export { createSegmentNames, type SegmentNames } from './segment-names.ts';
export { segmentsRefusals } from './refusals.ts';
export type { Segment } from './segment.ts';
export { membershipSheet } from './store/membership.ts';
