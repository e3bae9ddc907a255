/** The largest file: a million rows with every column filled are half of it. */
export const FILE_BYTES_MAX = 256 * 1024 * 1024;
export const ROWS_PER_FILE_MAX = 1_000_000;
/** The longest record, in characters: every column at its longest is a tenth of it, and a line without end stops here. */
export const RECORD_CHARS_MAX = 64 * 1024;
/** Ten are known; more than that are a file of another kind. */
export const COLUMNS_MAX = 50;
/** Characters of a note. */
export const NOTE_CHARS_MAX = 200;
/** What is told about one row; a row that is wrong all over needs no longer list. */
export const FLAWS_PER_ROW_MAX = 5;
