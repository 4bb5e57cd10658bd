import type { LogLine } from '../../session/log-book.ts';
import type { Hand } from '../hand-over.ts';
import { shownTarget } from '../shown.ts';
import type { Message } from '../view.ts';
import { clipboardText } from './clipboard.ts';
import type { LogLook } from './log-keys.ts';
import { type LogReader, logReader } from './log-reader.ts';
import { lineText, logText } from './log-text.ts';
import { formatCount } from './sought-line.ts';

/** Opens all lines, or those that pass the filter, in the person's pager. */
export async function pageLog({ handOver, say }: Hand, look: LogLook): Promise<void> {
  const { step, view, state, logs, finder } = look;
  if (step === undefined) return;
  const target = shownTarget(state, step, view);
  const { reading } = view;
  const reader = logReader({ logs, finder, place: { step: step.id, target }, filter: reading.filter });
  const hosts = target === undefined && logs.targets(step.id).length > 1;
  const texts = pieces(reader, (lines) => logText(lines, { state, step, reading, hosts }));
  const end = await handOver.suspend(() => handOver.showText(texts, `${step.id}.log`));
  if (end.type === 'failed') say('bad', `the pager: ${end.reason}`);
}

function* pieces(reader: LogReader, write: (lines: readonly LogLine[]) => string): Generator<string> {
  const first = Math.max(0, reader.count - mostLines);
  if (first > 0) yield `${formatCount(first)} lines before these are left out; gonogo log has all of them\n`;
  for (let rank = first; rank < reader.count; rank += linesAtOnce) {
    yield write(reader.read(rank, linesAtOnce).map(({ line }) => line));
  }
}

/** The marked line, as it is; else the lines on the screen, with their times. */
export function copyLog(look: LogLook, copy: ((text: string) => void) | undefined): Message {
  const { step, view, state, logs, measured } = look;
  const { reading } = view;
  const marked = measured.logShown.find(({ number }) => number === reading.hit);
  const lines = measured.logShown.map(({ line }) => line);
  if (copy === undefined) return { tone: 'warn', text: 'this terminal has no clipboard' };
  if (step === undefined || lines.length === 0)
    return { tone: 'warn', text: 'no line of the log is on the screen' };
  const several = shownTarget(state, step, view) === undefined && logs.targets(step.id).length > 1;
  const all = { state, step, reading, hosts: several };
  const whole = marked === undefined ? logText(lines, all).trimEnd() : lineText(marked.line, reading);
  const { text, cut } = clipboardText(whole);
  copy(text);
  const what = marked === undefined ? `${formatCount(lines.length)} lines on the screen` : 'the marked line';
  const how = cut ? ', cut to what a clipboard takes' : '';
  return { tone: 'good', text: `${what}${how}: sent to the clipboard of this terminal, if it takes it` };
}

/** Larger files make a pager wait. */
const mostLines = 1_000_000;
const linesAtOnce = 1000;
