/** An answer as read: text, lists, and things by name. Numbers stay the text that was sent, so that no cent is rounded. */
export type Tree = string | null | readonly Tree[] | ReadonlyMap<string, Tree>;

/** What stands at a path such as `result.items`; a part of digits picks from a list. Undefined when there is nothing. */
export function treeAt(tree: Tree, path: string): Tree | undefined {
  let at: Tree | undefined = tree;
  for (const part of path === '' ? [] : path.split('.')) {
    if (at instanceof Map) at = (at as ReadonlyMap<string, Tree>).get(part);
    else if (Array.isArray(at) && /^\d{1,6}$/.test(part)) at = (at as readonly Tree[])[Number(part)];
    else return undefined;
  }
  return at;
}

/** The text at a path; an XML element with attributes gives what stands between its tags. */
export function textAt(tree: Tree, path: string): string | undefined {
  const at = treeAt(tree, path);
  const text = at instanceof Map ? (at as ReadonlyMap<string, Tree>).get('#text') : at;
  return typeof text === 'string' ? text : undefined;
}

/** The list at a path. One thing alone is a list of one, since XML does not tell them apart; nothing is an empty one. */
export function listAt(tree: Tree, path: string): readonly Tree[] {
  const at = treeAt(tree, path);
  if (at === undefined || at === null || at === '') return [];
  return Array.isArray(at) ? (at as readonly Tree[]) : [at];
}
