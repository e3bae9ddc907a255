export type { Promotion, Wallet } from './given.ts';
export { POINT_PER_EURO, POINTS } from './given.ts';
export { byAllPoints, byPoints, item } from './goods.ts';
export { runScenario, type Told } from './run-scenario.ts';
export { scenario, type Scenario, type Story } from './scenario.ts';
export { throwAwayKeys, type StageGround } from './stage.ts';
export { storyText } from './story-text.ts';
export { withThrowAwayDatabase } from './throw-away-database.ts';
