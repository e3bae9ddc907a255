import { enPromotions } from './en-promotions.ts';
import { enPeople } from './en-people.ts';
import { enMessages } from './en-messages.ts';
import { enProcessors } from './en-processors.ts';
import { enPartners } from './en-partners.ts';
import { enPrograms } from './en-programs.ts';
import { enGiftCards } from './en-gift-cards.ts';
import { enCards } from './en-cards.ts';
import { enActs } from './en-acts.ts';
/** The portal's texts, by screen. Spanish has the same keys: es.ts is typed after this. */
export const en = {
  ...enPromotions,
  ...enPeople,
  ...enMessages,
  ...enProcessors,
  ...enPartners,
  ...enPrograms,
  ...enGiftCards,
  ...enCards,
  ...enActs,
  nav: {
    start: 'Start',
    members: 'Members',
    operations: 'Operations',
    cards: 'Cards',
    giftCards: 'Gift cards',
    promotions: 'Promotions',
    signals: 'Signals',
    programs: 'Programs',
    partners: 'Partners',
    messages: 'Messages',
    approvals: 'Approvals',
    people: 'People and rights',
    health: 'Health',
  },
  shell: {
    menu: 'Places',
    account: 'Account of {{name}}',
    sessionOver: 'Your session is over. Sign in to go on where you were.',
    sessionWasOver: 'The session had ended: nothing was done. Sign in, then press again.',
    zone: 'Times are those of {{zone}}',
    noAnswer: 'The line is down. Nothing that you typed is lost; try again.',
    signOut: 'Sign out',
    language: 'Español',
    light: 'Light colours',
    dark: 'Dark colours',
    lost: 'The line to the server is down. What you typed stays here; we go on as soon as it is back.',
    skip: 'Skip to the content',
    notFound: 'There is no such screen',
    notFoundHint: 'The address may be old, or mistyped.',
    broken: 'This screen broke. Nothing was booked by that.',
    toStart: 'Go to the start',
  },
  signIn: {
    title: 'Sign in',
    tenant: 'Tenant',
    email: 'E-mail address',
    password: 'Password',
    go: 'Sign in',
    second: 'One more step',
    secondTotp: 'The six digits of your authenticator, or a recovery code',
    secondEmail: 'The code that was sent to your e-mail address',
    mailed: 'A code is on its way to your e-mail address.',
    sendAnother: 'Send again',
    sendCode: 'Send a code',
    sent: 'A code is on its way.',
    sentAnother: 'Another code is on its way; the one before holds no more.',
    confirm: 'Confirm code',
  },
  list: {
    empty: 'Nothing here yet.',
    noneFound: 'Nothing fits these filters.',
    more: 'Show more',
    refused: 'This could not be shown',
  },
  members: {
    title: 'Members',
    find: 'Phone, card, e-mail or name',
    name: 'Name',
    phone: 'Phone',
    since: 'Member since',
    id: 'Id',
    by: 'Found',
    empty:
      'Type a phone, a whole card number, or how a family name begins. Members enrol at a till, on the web, by a file, or here.',
  },
};
export type Words = typeof en;
