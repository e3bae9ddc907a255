import i18next from 'i18next';

/** How many of something, as people of the screen's language read it; the browser's own may be another. */
export const countText = (count: number | bigint): string =>
  new Intl.NumberFormat(i18next.language, { useGrouping: 'always' } as Intl.NumberFormatOptions).format(count);
