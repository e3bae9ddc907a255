import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../kernel/assert.ts';
import { KINDS, LANGUAGES, type Kind, type Language } from './message.ts';
import type { Template, TemplateKey } from './template.ts';

const FOLDER = join(import.meta.dirname, 'templates');
const FILE = /^([a-z0-9-]+)\.(email|sms|push)\.(en|es)\.liquid$/;
const HEAD = /^subject: (.*)\n---\n/;

const keyOf = ({ template, kind, language }: TemplateKey): string => `${template}.${kind}.${language}`;

/** The words of the house: one file of `templates/` each, read once at the start. A file that is not named so is a bug. */
const houseTemplates: ReadonlyMap<string, Template> = new Map(
  readdirSync(FOLDER).map((file): [string, Template] => {
    const named = FILE.exec(file);
    assert(named, `${file} is not named template.kind.language.liquid`);
    const [, template = '', kind, language] = named;
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const head = HEAD.exec(text);
    const made: Template = {
      template,
      kind: kind as Kind,
      language: language as Language,
      subject: head?.[1] ?? '',
      body: text.slice(head?.[0].length ?? 0).trimEnd(),
      html: '',
    };
    return [keyOf(made), made];
  }),
);

/** The house's own words of that template, if it has any. */
export const houseTemplate = (key: TemplateKey): Template | undefined => houseTemplates.get(keyOf(key));

/** All of them, in the order of their names. */
export const listHouseTemplates = (): readonly Template[] =>
  [...houseTemplates.values()].sort(
    (a, b) =>
      a.template.localeCompare(b.template) ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      LANGUAGES.indexOf(a.language) - LANGUAGES.indexOf(b.language),
  );
