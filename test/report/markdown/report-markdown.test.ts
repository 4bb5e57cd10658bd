import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import { fenced, prose } from '../../../source/report/markdown/prose.ts';
import { reportMarkdown } from '../../../source/report/markdown/report-markdown.ts';
import { plainText } from '../../../source/session/terminal-text.ts';
import { badReport } from '../bad-night.ts';

const markdown = reportMarkdown(await badReport());

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function typesOf(node: Nodes): readonly string[] {
  return [node.type, ...('children' in node ? node.children.flatMap(typesOf) : [])];
}

test('it is CommonMark of a few plain kinds, and tells all there is to tell', () => {
  const tree = fromMarkdown(markdown);
  expect([...new Set(typesOf(tree))].toSorted()).toEqual(
    ['root', 'heading', 'text', 'paragraph', 'strong', 'list', 'listItem', 'code'].toSorted(),
  );
  const headings = tree.children.flatMap((node) =>
    node.type === 'heading' && node.depth === 2 ? [textOf(node)] : [],
  );
  expect(headings).toEqual([
    'Planned and actual',
    'What was not as planned',
    'Who said what',
    'Against the last rehearsal',
    'What the steps wrote',
    'The plan and the record',
  ]);
  const text = textOf(tree);
  expect(text).toContain('they are asleep <b>');
  expect(text).toContain('+backup --fast "$tag"');
  expect(text).toContain('To check the record: gonogo verify 7K2F --head abab');
});

const piece = fc.constantFrom(
  '<b>',
  '*',
  '_',
  '`',
  '[a](http://x.org)',
  '![i](u)',
  '&lt;',
  '# ',
  '- ',
  '1. ',
  '\\',
  '~~',
  'www.x.org',
  '<!--',
  '\n',
  '    ',
);
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(piece, fc.string()), { maxLength: 6 }).map((parts) => parts.join('')),
);

test('text of others is text, whatever is in it', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const tree = fromMarkdown(`- x ${prose(text)}`);
      expect(typesOf(tree)).toEqual(['root', 'list', 'listItem', 'paragraph', 'text']);
      expect(textOf(tree)).toBe(`x ${plainText(text.replace(/[\r\n\t]+/g, ' '))}`.trim());
    }),
    { numRuns: 300 },
  );
});

test('a code block holds any text', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(texts, fc.constantFrom('```', '`````', '~~~'))), (lines) => {
      const single = lines.map((line) => line.replace(/[\r\n]/g, ''));
      const tree = fromMarkdown(fenced(single));
      expect(tree.children.map(({ type }) => type)).toEqual(['code']);
    }),
  );
});
