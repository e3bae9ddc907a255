import type { z } from 'zod';
import type { rulebookHeadSchema, rulebookSchema } from '../../../../../contract/promotions.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { promotionText } from '../explain.ts';
import type { Published } from '../shelf.ts';

const head = ({ version, inForceFrom, publishedAt, digest }: Published) => ({
  version,
  inForceFrom: isoFromInstant(inForceFrom),
  publishedAt: isoFromInstant(publishedAt),
  digest,
});

/** The rulebook without its content, as the API lists it. */
export const rulebookHeadBody = (published: Published): z.input<typeof rulebookHeadSchema> => ({
  ...head(published),
  promotions: published.size,
});

/** The rulebook as the API shows it. */
export const rulebookBody = (published: Published): z.input<typeof rulebookSchema> => {
  const { content } = published.ready();
  // What was published lacks nothing of these two; the types allow it because what is sent may.
  const { earnBase = 'net_of_points', units = { currency: { code: '', decimals: 0 }, wallets: {} } } = content;
  return {
    ...head(published),
    earnBase,
    units,
    ...(content.groups && { groups: content.groups }),
    ...(content.caps && { caps: content.caps }),
    promotions: content.promotions as z.input<typeof rulebookSchema>['promotions'],
    sentences: content.promotions.map((promotion) => ({
      en: promotionText(promotion, 'en'),
      es: promotionText(promotion, 'es'),
    })),
  };
};
