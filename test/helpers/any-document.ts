import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import fc from 'fast-check';
import { documents } from './imported.ts';

export type AnyDocument = { readonly name: string; readonly kind: string; readonly text: string };

const root = join(import.meta.dirname, '../..');

/** The documents of the fixtures, and plans, which people import, too. */
const originals: readonly AnyDocument[] = [
  ...readdirSync(documents).map((name) => join(documents, name)),
  ...readdirSync(join(root, 'plans')).map((name) => join(root, 'plans', name)),
  ...['small.md', 'local.md', 'hostile.md'].map((name) => join(root, 'test/fixtures/plans', name)),
]
  .filter((path) => !path.endsWith('.json'))
  .map((path) => ({ name: path, kind: extname(path).slice(1), text: readFileSync(path, 'utf8') }));

/** What pasting, typing in a hurry and malice put into a document. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      '(',
      ')',
      '((',
      '))',
      '[',
      ']',
      '{',
      '}',
      '{{tag}}',
      '{#id}',
      '`',
      '```',
      '~~~',
      '"',
      "'",
      '\\',
      '|',
      '||',
      '<',
      '>',
    ],
    ...[
      '*',
      '**',
      '_',
      '#',
      '## ',
      '- ',
      '* ',
      '\u2022 ',
      '1. ',
      '> ',
      '---',
      '===',
      '\t',
      '  ',
      '        ',
      '\u00a0',
      '\u00c2 ',
    ],
    ...[
      '\u00e2\u20ac\u201c',
      '\u00e2\u20ac\u00a2',
      '\u2013',
      '\u2014',
      '\u2026',
      '. . .',
      '...',
      ', ',
      ';',
      ':',
      '=',
      '+',
      '-',
      '/',
      '?',
      '???',
      '!',
    ],
    ...[
      'S',
      'D',
      'T',
      '(S + 5m QC)',
      '(S - QC)',
      '(D + 3m)',
      '(S',
      '(25:99 Pat)',
      '05:00',
      '5:30am - 6am',
      '(05:00 A/B)',
      'S+5',
      '12:60',
      '0',
    ],
    ...[
      '99999999999',
      '-1',
      '366d',
      'TBD',
      'everyone',
      'go/no-go',
      'after the vote',
      'once it has been done,',
      'web1 . . . web9999',
      'a1-b2',
      'web[1-3]',
    ],
    ...[
      'Rollback',
      'Before',
      'During',
      'Personnel',
      'Roles: ',
      'QC is Sandra',
      'window',
      'window: ',
      'title: ',
      'S = window + 99 mins',
      '30 March 2025',
    ],
    ...[
      '\u0000',
      '\u001b[2J',
      '\u202e',
      '\u200b',
      '\ufeff',
      '\r',
      '\u2028',
      '\ud800',
      '\u{1f600}',
      '<br>',
      '<td>',
      '</table>',
      '<pre>',
      '<!--',
      '&lt;',
      '&#0;',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'http://x/(y)',
      '$ rm -rf /',
      'sudo reboot',
      '# ',
      '[ ] ',
      '[x] ',
      '***',
      '| a | b |',
      '|---|---|',
      ',,,',
      ';;;',
    ],
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

type Change = { readonly kind: number; readonly at: number; readonly to: number; readonly piece: string };

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.nat({ max: 9 }),
  at: fc.nat({ max: 1_000_000 }),
  to: fc.nat({ max: 1_000_000 }),
  piece: pieces,
});

/** One of the documents, changed here and there. */
export const anyDocument: fc.Arbitrary<AnyDocument> = fc
  .record({
    which: fc.nat({ max: originals.length - 1 }),
    changes: fc.array(change, { maxLength: 12 }),
    as: fc.nat({ max: 9 }),
  })
  .map(({ which, changes, as }) => {
    const original = originals[which] ?? { name: '', kind: 'txt', text: '' };
    const text = changes.reduce(changed, original.text);
    // Now and then under the name of another kind.
    const kind = as === 0 ? 'txt' : as === 1 ? 'md' : original.kind;
    return { name: original.name, kind, text };
  });

function changed(text: string, { kind, at, to, piece }: Change): string {
  const lines = text.split('\n');
  const [first, second] = [at % (lines.length || 1), to % (lines.length || 1)];
  const line = lines[first] ?? '';
  const place = text.length === 0 ? 0 : at % text.length;
  switch (kind) {
    case 0:
      return lines.toSpliced(first, 1).join('\n');
    case 1:
      return lines.toSpliced(second, 0, line).join('\n');
    case 2:
      return lines
        .with(first, lines[second] ?? '')
        .with(second, line)
        .join('\n');
    case 3:
      return lines.with(first, ' '.repeat(to % 12) + line.trimStart()).join('\n');
    case 4:
      return lines.toSpliced(first, 2, `${line}${piece}${lines[first + 1] ?? ''}`).join('\n');
    case 5:
      return text.slice(0, place) + text.slice(place + (to % 40));
    case 6:
      return lines
        .with(
          first,
          line
            .split(' ')
            .toSpliced(to % 9, 1, piece)
            .join(' '),
        )
        .join('\n');
    case 7:
      return lines.with(first, line.repeat(1 + (to % 4))).join('\n');
    default:
      return text.slice(0, place) + piece + text.slice(place);
  }
}
