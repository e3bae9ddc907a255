import { canonicalJson } from '../../kernel/canonical.ts';
import { keyedDigest, type Keys } from '../../platform/keys.ts';
import type { QuotePromise } from './sale.ts';
import type { QuoteSeal } from './quote-sale.ts';

const PURPOSE = 'quote';

/** Quotes are kept by whoever asked: a promise signed with the installation's digest key, so that nobody writes his own. */
export function createQuoteSeal(keys: Keys): QuoteSeal {
  return {
    seal(promise) {
      const content = Buffer.from(canonicalJson(promise));
      return `quo_${content.toString('base64url')}.${keyedDigest(keys, content, PURPOSE).toString('base64url')}`;
    },
    open(token) {
      const [content, signature] = token.startsWith('quo_') ? token.slice(4).split('.') : [];
      if (!content || !signature) return undefined;
      const bytes = Buffer.from(content, 'base64url');
      const isOurs = keyedDigest(keys, bytes, PURPOSE).equals(Buffer.from(signature, 'base64url'));
      return isOurs ? (JSON.parse(bytes.toString('utf8')) as QuotePromise) : undefined;
    },
  };
}
