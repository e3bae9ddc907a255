/** Where one can go, in the words of the glossary, and what one must be allowed to see it. In the order of the screen. */
export const PLACES: readonly {
  readonly to: string;
  readonly word: string;
  readonly permission?: string;
}[] = [
  { to: '/', word: 'nav.start' },
  { to: '/members', word: 'nav.members', permission: 'members:read' },
  { to: '/operations', word: 'nav.operations', permission: 'journal:read' },
  { to: '/cards', word: 'nav.cards', permission: 'settings:read' },
  { to: '/gift-cards', word: 'nav.giftCards', permission: 'settings:read' },
  { to: '/promotions', word: 'nav.promotions', permission: 'promotions:read' },
  { to: '/signals', word: 'nav.signals', permission: 'signals:read' },
  { to: '/programs', word: 'nav.programs', permission: 'settings:read' },
  { to: '/partners', word: 'nav.partners', permission: 'settings:read' },
  { to: '/messages', word: 'nav.messages', permission: 'messages:read' },
  { to: '/approvals', word: 'nav.approvals', permission: 'approvals:read' },
  { to: '/people', word: 'nav.people', permission: 'staff:read' },
  { to: '/health', word: 'nav.health', permission: 'settings:read' },
];
