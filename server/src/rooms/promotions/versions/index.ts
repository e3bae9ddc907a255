export { createVersions } from './create-versions.ts';
export type { Versions } from './create-versions.ts';
export type { FieldChange, RulebookDiff } from './diff-rulebooks.ts';
export type { Draft, Publication } from './draft.ts';
export { versionsRefusals } from './refusals.ts';
export type { Wanted } from './request-publication.ts';
export type { Finding, VersionsDeps } from './versions-deps.ts';
