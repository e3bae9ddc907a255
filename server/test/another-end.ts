/** A token or link that ends otherwise, whatever it ended in: one that was never made. */
export const withAnotherEnd = (text: string): string => text.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
