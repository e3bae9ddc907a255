export { createMakingJobs } from './jobs/index.ts';
export { createMaking, type CardMaking } from './create-making.ts';
export type {
  BatchToHandOut,
  CardLinks,
  Distribution,
  HandsOut,
  LinkReceiver,
  LinksAbout,
  ListedLinks,
  OpenLinks,
  SentCard,
} from './distribution.ts';
export type { CodeMail, ContactRequest, MakingDeps, SendCodeMail } from './making-deps.ts';
export { makingRefusals } from './refusals.ts';
export { stockDetailOf, type StockDetail } from './stock-detail.ts';
export { workOnFiles } from './work-on-files.ts';
