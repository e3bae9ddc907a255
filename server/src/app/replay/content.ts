import { contentDigest } from '../../platform/lanes/index.ts';
import type { Tender } from '../../rooms/checkout/index.ts';
import type { ReplayedReturn, ReplayedSale } from './replayed.ts';

// By these a repeat is told from a reuse, in whatever release it comes: their form never changes.

/** The digest of what a source says of a sale. */
export const saleContent = ({ occurredAt, outlet, member, lines, tenders }: ReplayedSale): Buffer =>
  contentDigest({
    occurredAt,
    outlet,
    member: member ?? null,
    lines: lines
      .map(
        ({ line, sku, kind, quantity, gross, discount }) => `${line}/${sku}/${kind}/${quantity}/${gross}/${discount}`,
      )
      .join('\n'),
    tenders: tenders.map(tenderContent),
  });

/** The digest of what a source says of goods that came back. */
export const returnContent = ({ occurredAt, sale, lines }: ReplayedReturn): Buffer =>
  contentDigest({ occurredAt, of: sale, lines: lines.map(({ line, quantity }) => `${line}/${quantity}`) });

function tenderContent(tender: Tender): string {
  if ('gift' in tender) return `${tender.kind}/${tender.wanted}`;
  if (!('asked' in tender)) return `${tender.kind}/${tender.amount}`;
  const { asked, walletType = '' } = tender;
  if (asked === 'most') return `points/${walletType}/most`;
  return 'points' in asked ? `points/${walletType}/${asked.points}` : `points/${walletType}/money/${asked.money}`;
}
