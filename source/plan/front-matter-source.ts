import type { Root, Yaml } from 'mdast';
import { placeOf } from './markdown.ts';

/** The YAML between the `---` lines, and where it begins in the plan; undefined where a plan has none. */
export function frontMatterSource(
  root: Root,
  text: string,
): { readonly source: string; readonly offset: number } | undefined {
  const yaml = root.children.find((node): node is Yaml => node.type === 'yaml');
  if (yaml === undefined) return undefined;
  const { start, end } = placeOf(yaml);
  const open = /^[^\r\n]*(?:\r\n|\n|\r)/.exec(text.slice(start, end))?.[0].length ?? 0;
  return { source: text.slice(start + open, end).replace(/---[ \t]*$/, ''), offset: start + open };
}
