import type { Kind, Language } from './message.ts';

/** The words of a message in one language for one kind, with `{{ fact }}` where facts go. */
export type Template = {
  readonly template: string;
  readonly kind: Kind;
  readonly language: Language;
  /** Of an e-mail, or the title of a push. Empty for an SMS. */
  readonly subject: string;
  readonly body: string;
  /** An e-mail's HTML; empty: made from the body. */
  readonly html: string;
};

export type TemplateKey = Pick<Template, 'template' | 'kind' | 'language'>;

/** A message as it goes out. */
export type Rendered = { readonly subject: string; readonly text: string; readonly html: string };

export const TEMPLATES_PER_TENANT_MAX = 500;
