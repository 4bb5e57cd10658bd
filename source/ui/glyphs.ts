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

/** The same text for a terminal without these signs: each becomes one ASCII character. */
export function toAscii(text: string): string {
  return text.replace(drawn, (sign) => ascii[sign] ?? sign);
}

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
};

const drawn = new RegExp(`[${Object.keys(ascii).join('')}]`, 'gu');
