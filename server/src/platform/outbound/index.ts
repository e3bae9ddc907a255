export { createAsker, type Asked, type Asker, type Question } from './ask.ts';
export {
  databasePorts,
  findDestination,
  readUrl,
  type Destination,
  type GuardOptions,
  type UrlProblem,
} from './destination.ts';
