/** What whoever is signed in may do with what is his own: no role gives it, and no credential has it. */
export const SELF = 'portal:self';
