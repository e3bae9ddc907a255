// What is allowed to whoever signs in. Numbers with their reasons, in one place.

/** Per account, known or not: a person mistypes three times; 10 in a quarter of an hour try 960 passwords a day. */
export const TRIES_PER_ACCOUNT = { max: 10, seconds: 15 * 60 };
/** Per address: an office behind one address signs in on Monday morning; a list of leaked passwords does not get far. */
export const TRIES_PER_ADDRESS = { max: 100, seconds: 15 * 60 };
/** Per person: a million codes of six digits, 5 in a quarter of an hour. */
export const TRIES_PER_SECOND_FACTOR = { max: 5, seconds: 15 * 60 };
/** Per person: messages cost money and patience. */
export const MAILS_PER_PERSON = { max: 5, seconds: 15 * 60 };

/** Shorter words are guessed; longer texts cost nothing more to hash, but megabytes do. */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 200;

/** A lunch break; and a day's work with overtime. */
export const SESSION_IDLE_SECONDS = 45 * 60;
export const SESSION_SECONDS = 12 * 3_600;
/** Between password and second factor. */
export const FIRST_STAGE_SECONDS = 10 * 60;
/** A second factor counts as fresh for so long. */
export const STEP_UP_SECONDS = 10 * 60;
/** How exactly we know when a session was last used: writing at each request would be a write per click. */
export const SEEN_GRAIN_SECONDS = 60;

export const INVITATION_SECONDS = 7 * 24 * 3_600;
export const RESET_SECONDS = 3_600;

/** A code by e-mail: digits, life, wrong tries. */
export const MAIL_CODE_DIGITS = 6;
export const MAIL_CODE_SECONDS = 10 * 60;
export const MAIL_CODE_TRIES = 5;

export const RECOVERY_CODES = 10;
