export { appendEntry, bookedOn, type EntryFrame } from '../points/index.ts';
