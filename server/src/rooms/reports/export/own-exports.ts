/** What their asker does with exports; each is one statement. */
export { cancelExport, findExports } from '../store/export.ts';
