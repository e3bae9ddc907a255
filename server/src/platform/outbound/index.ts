export { createAsker, type Asked, type Asker, type Question } from './ask.ts';
export {
  databasePorts,
  findDestination,
  readUrl,
  URL_LENGTH_MAX,
  type Destination,
  type GuardOptions,
  type UrlProblem,
} from './destination.ts';
