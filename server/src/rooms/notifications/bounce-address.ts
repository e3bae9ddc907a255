/** A local part has at most 64 characters (RFC 5321): so many of them are the name of an e-mail and the sign before it. */
export const NAME_CHARS = 31;
export const LOCAL_CHARS_MAX = 64 - NAME_CHARS;

const NAMED = /\+(msg_[0-9a-z]{26})@/gi;

/**
 * The address that bounces of one e-mail go to: that of the mailbox, with the e-mail's name behind a plus. What comes back to it is about
 * that e-mail, whatever of it is returned.
 */
export function bounceAddressOf(mailbox: string, name: string): string {
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}+${name}${mailbox.slice(at)}`;
}

/** The names that stand in such addresses, in their order. Servers on the way may have written them in capitals. */
export const namesInAddresses = (text: string): string[] =>
  [...text.matchAll(NAMED)].map(([, name = '']) => name.toLowerCase());
