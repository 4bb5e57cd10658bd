import stringWidth from 'string-width';
import type { StepStatus } from '../run/state.ts';
import type { HostPhase } from '../session/host-states.ts';

/** Every sign the screens draw, each one cell wide. */
export const glyphs = {
  decision: '◆',
  noReturn: '⊳',
  hold: '‖',
  pointer: '▶',
  horizontal: '─',
  vertical: '│',
  topLeft: '┌',
  topRight: '┐',
  bottomLeft: '└',
  bottomRight: '┘',
  cursor: '▏',
  separator: '·',
  open: '○',
  passed: '✔',
  failed: '✖',
  none: '⊘',
  played: '━',
  mark: '┴',
  note: 'n',
  play: '▶',
  pause: '‖',
} as const;

export const statusGlyphs: Readonly<Record<StepStatus, string>> = {
  waiting: '○',
  running: '●',
  checking: '◐',
  failed: '✖',
  unknown: '?',
  done: '✔',
  skipped: '⊘',
};

export const hostGlyphs: Readonly<Record<HostPhase, string>> = {
  waiting: '○',
  running: '●',
  cut: '≈',
  quiet: '◔',
  ok: '✔',
  failed: '✖',
  unknown: '?',
  refused: '⊗',
  'left-out': '⊘',
};

/**
 * The same text for a terminal without these signs: each becomes one ASCII character. Any other letter becomes the
 * one it is made of, as é is of e, or question marks of its width.
 */
export function toAscii(text: string): string {
  const plain = text.replace(drawn, (sign) => ascii[sign] ?? sign);
  return plain.replace(/[^\x00-\x7f]+/g, (letters) =>
    Array.from(graphemes.segment(letters), ({ segment }) => asciiLetter(segment)).join(''),
  );
}

function asciiLetter(letter: string): string {
  const width = stringWidth(letter);
  const base = letter.normalize('NFKD').replace(/[^\x20-\x7e]/g, '');
  return base.length === width ? base : '?'.repeat(width);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const ascii: Readonly<Record<string, string>> = {
  '◆': '!',
  '⊳': '#',
  '▶': '>',
  '─': '-',
  '━': '=',
  '│': '|',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '┴': '^',
  '▏': '_',
  '·': '-',
  '…': '~',
  '○': '.',
  '●': '*',
  '◐': 'o',
  '✖': 'x',
  '✔': '+',
  '⊘': '-',
  '⊗': 'X',
  '≈': '~',
  '◔': '%',
  '‖': '"',
  '↑': '^',
  '↓': 'v',
  '←': '<',
  '→': '>',
  '␛': '^',
  '␍': '^',
  '␇': '^',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '•': '*',
};

const drawn = new RegExp(`[${Object.keys(ascii).join('')}]`, 'gu');
