export { makeCertificate, readCertificate, type Certificate } from './certificate.ts';
export { conformanceCases } from './cases.ts';
export { playConformance, type CaseResult, type ConformanceReport } from './play.ts';
export { readProps, type PropsFile } from './read-props.ts';
export type { PlayCard, Props } from './stage.ts';
export { openTill, type Place } from './till.ts';
export { judgeTill } from './judge-till.ts';
export type { Note } from './note.ts';
export { openWatchedLine, type WatchedLine } from './watched-line.ts';
