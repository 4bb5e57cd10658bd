import type { Nodes } from 'mdast';
import { placeOf } from '../markdown.ts';
import type { Finding } from '../problem-list.ts';
import type { Look } from './look.ts';

const PLACEHOLDER =
  /\?{3,}|(?<![^\s(])\?{2}(?![^\s).,;])|(?<![\w-])(?:TBD|TBA|TBC|TODO|FIXME|XXX)(?![\w-])(?! (?:list|app|page|tool|item)s?\b)/g;

/** `???`, `TBD` and their like: in the front matter, in titles, instructions and checklists, not in code. */
export function findPlaceholders({ text, root }: Look): readonly Finding[] {
  const findings: Finding[] = [];
  const open: Nodes[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'yaml' || node.type === 'text') {
      const { start, end } = placeOf(node);
      const raw = text.slice(start, end);
      findings.push(...findingsIn(node.type === 'yaml' ? withoutComments(raw) : raw, start));
    } else if ('children' in node) open.push(...node.children);
  }
  return findings;
}

function findingsIn(raw: string, start: number): readonly Finding[] {
  return [...raw.matchAll(PLACEHOLDER)].map((found) => ({
    offset: start + found.index,
    length: found[0].length,
    message: `\`${found[0]}\`: something is still open here`,
    mend: 'find it out and write it down before the window, or take the step out',
  }));
}

/** Same length, so that places stay right. */
function withoutComments(yaml: string): string {
  return yaml.replace(/(?<=^|\s)#.*/gm, (comment) => ' '.repeat(comment.length));
}
