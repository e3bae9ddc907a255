import { SaxesParser } from 'saxes';
import type { Tree } from './answer-tree.ts';

type Element = { readonly children: Map<string, Tree>; text: string };

const DEPTH_MAX = 64;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Enters a child; several of one name become a list. */
function enter(parent: Element, name: string, tree: Tree): void {
  const known = parent.children.get(name);
  if (known === undefined) parent.children.set(name, tree);
  else parent.children.set(name, Array.isArray(known) ? [...(known as readonly Tree[]), tree] : [known, tree]);
}

const treeOf = ({ children, text }: Element): Tree => {
  if (children.size === 0) return text.trim();
  if (text.trim() !== '') children.set('#text', text.trim());
  return children;
};

/**
 * Reads XML: elements by their names without namespace, attributes as `@name`. Undefined for what is not well formed, is nested
 * beyond any message, or declares a document type: entities of its own are how XML reads files of others.
 */
export function readXml(text: string): Tree | undefined {
  const parser = new SaxesParser({ xmlns: false });
  const root: Element = { children: new Map(), text: '' };
  const open: { readonly name: string; readonly element: Element }[] = [{ name: '', element: root }];
  const refuse = (why: string): never => {
    throw new SyntaxError(why);
  };
  parser.on('error', (error) => refuse(error.message));
  parser.on('doctype', () => refuse('a document type'));
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEPTH_MAX) refuse('nested too deep');
    const children = new Map<string, Tree>();
    for (const [attribute, value] of Object.entries(attributes)) {
      if (!/^xmlns(:|$)/.test(attribute)) children.set(`@${localName(attribute)}`, value);
    }
    open.push({ name: localName(name), element: { children, text: '' } });
  });
  const add = (part: string): void => void (open[open.length - 1].element.text += part);
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const closed = open.pop()!;
    enter(open[open.length - 1].element, closed.name, treeOf(closed.element));
  });
  try {
    parser.write(text).close();
    return root.children;
  } catch {
    return undefined;
  }
}
