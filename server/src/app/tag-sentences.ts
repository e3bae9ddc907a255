/** What each group of endpoints in `/docs` is for, one sentence each. A test asks for a sentence wherever an endpoint has a new tag. */
export const tagSentences: Readonly<Record<string, string>> = {
  checkout:
    'What tills send: quotes, sales, returns, voids and claims, one by one or many at once, and what came of them.',
  points:
    'Points without a receipt: balances, lots, holds and redemptions, what is given or taken by hand, and the wallets of a program.',
  occasions:
    'Points for what is no purchase: what a member did is told, joining and birthdays are seen, and promotions answer.',
  'gift cards':
    'Stored value from its sale to its last cent: activate, load, redeem, hold, transfer, replace, and the terms it is sold on.',
  processors:
    'Cards whose balance another company keeps: ask it, pay with it, and see where its books and ours disagree.',
  members:
    'People: enrol, find and change them, note their consents, merge those who are one, and erase those who ask for it.',
  cards: 'The card of a member: issue, show, block, unblock and replace it.',
  'card stock': 'Numbers before anybody has them: ranges, batches, printing, custody and suspensions of many at once.',
  'card making':
    'Cards made on order: one by form, some by a request, many by a file that is checked row by row and confirmed by a code.',
  programs: 'Programs with their policies, and the units in which they count.',
  partners: 'Companies with their outlets and terminals, and the credentials by which machines speak to this API.',
  promotions:
    'Rules that give points and discounts: drafts, publications, versions, budgets, and what is on offer where.',
  coupons: 'Series of coupons, their codes, and when they may be used.',
  funding:
    'Who pays for the points of a promotion: contracts, the blocks bought under them, and what their points did.',
  signals: 'What one cashier, till or outlet did more often than a promotion expects: see it, and decide what it was.',
  segments: 'Groups of members that promotions and messages name: by a rule, by a list or by a file.',
  tiers: 'Levels that members reach by what they do: their rules, their versions, and where somebody stands.',
  simulations:
    'What rules would have done: on receipts of the past, on told stories, and why a receipt got what it got.',
  'gift cards on phones': 'Gift cards sent to a phone: deliveries, links to hand out, and how they look.',
  'gift cards on phones, public':
    'What a phone asks without a credential: a link is opened, claimed, shown, shared, and put in a wallet.',
  "the member's page":
    'What the page of a member asks with the session of its phone: cards, balances, history, consents, data and erasure.',
  webhooks: 'Events sent to your own systems, signed and repeated until they arrive.',
  messages: 'E-mail, text messages and pushes: senders, templates, what was sent, and whom nothing is sent to.',
  development: 'For trying things out; a program with customers has none of it.',
  reports: 'Operations in tables with filters and exact totals, saved views, files, and the figures of a day.',
  portal: 'Sign-in and sessions of people at the portal; machines use a credential.',
  staff: 'People who work with the program: whom to invite, which roles there are, and who has which where.',
  approvals: "What waits for a second person's yes, and the deciding.",
  audit: 'Who did what, with before and after, in a chain that shows what is missing.',
  screens: 'What single screens of the portal ask, put together from other endpoints: search, timeline, today, health.',
};
