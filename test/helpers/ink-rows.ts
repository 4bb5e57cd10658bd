import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Ink takes every row of the screen apart into cells for every frame, three times over. Most rows are as they were:
 * their cells are kept from one frame to the next. What it draws is the same.
 */
export const keptRows: Plugin = {
  name: 'kept-rows',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]ink[\\/]build[\\/]sanitize-ansi\.js$/ }, ({ path }) => ({
      contents: edit(readFileSync(path, 'utf8'), sanitiserEdits),
      loader: 'js',
    }));
    onLoad({ filter: /[\\/]ink[\\/]build[\\/]output\.js$/ }, ({ path }) => ({
      contents: edit(readFileSync(path, 'utf8'), outputEdits),
      loader: 'js',
    }));
  },
};

type Edits = readonly (readonly [string, string])[];

function edit(file: string, edits: Edits): string {
  return edits.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`another Ink than ours: it has not once ${from}`);
    return text.replace(from, () => to);
  }, file);
}

const mostRows = 1000;
const mostWidths = 10_000;

/** Rows are ours, and clean already; what one of them left open would hide no other. */
const sanitiserEdits: Edits = [
  [
    'export default sanitizeAnsi;',
    `const kept = new Map();
export default text => text.split('\\n').map(row => {
    let clean = kept.get(row);
    if (clean === undefined) {
        clean = sanitizeAnsi(row);
        if (kept.size > ${mostRows}) kept.clear();
        kept.set(row, clean);
    }
    return clean;
}).join('\\n');`,
  ],
];

const outputEdits: Edits = [
  ['    caches = new OutputCaches();', '    caches = framesCaches();'],
  [
    'export default class Output {',
    `const kept = new OutputCaches();
function framesCaches() {
    kept.blockWidths.clear();
    if (kept.styledChars.size > ${mostRows}) for (const each of [kept.styledChars, kept.rows, kept.closed]) each.clear();
    if (kept.widths.size > ${mostWidths}) kept.widths.clear();
    return kept;
}
export default class Output {`,
  ],
  ['    widths = new Map();', '    widths = new Map();\n    rows = new Map();\n    closed = new Map();'],
  [
    'filter(character => !/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value));',
    'filter(isShown);',
  ],
  [
    'class OutputCaches {',
    'const isShown = character => !/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value);\nclass OutputCaches {',
  ],
  [
    `        if (from >= to) {
            return '';
        }`,
    `        if (from >= to) return '';
        if (from === 0 && to === this.caches.getStringWidth(line)) return line;`,
  ],
  [
    `        const characterLines = [[]];
        for (const character of this.caches.getStyledChars(text)) {
            if (character.value === '\\n') {
                characterLines.push([]);
            }
            else {
                characterLines.at(-1).push(character);
            }
        }
        let lines = characterLines.map(line => styledCharsToString(line));`,
    '        let lines = this.caches.rowsOf(text);',
  ],
  [
    '    getStringWidth(text) {',
    `    rowsOf(text) {
        const rows = text.split('\\n');
        if (rows.every(row => this.isClosed(row))) return rows.map(row => this.row(row));
        const characterLines = [[]];
        for (const character of styledCharsFromTokens(tokenize(text)).filter(isShown)) {
            if (character.value === '\\n') characterLines.push([]);
            else characterLines.at(-1).push(character);
        }
        return characterLines.map(line => styledCharsToString(line));
    }
    row(text) {
        let row = this.rows.get(text);
        if (row === undefined) {
            row = styledCharsToString(this.getStyledChars(text));
            this.rows.set(text, row);
        }
        return row;
    }
    isClosed(row) {
        if (!row.includes('\\x1b')) return true;
        let closed = this.closed.get(row);
        if (closed === undefined) {
            closed = styledCharsFromTokens(tokenize(row + 'x')).at(-1)?.styles.length === 0;
            this.closed.set(row, closed);
        }
        return closed;
    }
    getStringWidth(text) {`,
  ],
];
