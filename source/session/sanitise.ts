import { isAscii } from 'node:buffer';
import { isHarmless } from './sanitise-characters.ts';
import { type Csi, opensEscape, readEscape, showControls } from './sanitise-escapes.ts';
import { createLineEditor, type LineEditor } from './sanitise-line.ts';

/** Makes what a host prints fit to be shown. State is kept between chunks, which may be split anywhere. */
export type Sanitiser = {
  /** The lines that this chunk finished. They hold printable text and allowed SGR sequences, nothing else. */
  readonly write: (bytes: Uint8Array) => readonly string[];
  /** The line being written as it would be shown now; empty if there is none. */
  readonly partial: () => string;
  /** The end of the output: the line that was not finished, if there is one. */
  readonly end: () => readonly string[];
};

export type SanitiserOptions = {
  /** Shows what is removed otherwise as visible tokens (`␛[2J`, `␍`), and nothing overwrites anything. */
  readonly showControls?: boolean | undefined;
  /** Columns kept of one line. */
  readonly lineLimit?: number | undefined;
};

const LINE_LIMIT = 8192;
const control = /[\x00-\x1f\x7f-\x9f]/g;

/** A sanitiser for one stream of bytes; see `createTextSanitiser` for text. */
export function createSanitiser(options: SanitiserOptions = {}): Sanitiser {
  const decode = createDecoder();
  const inner = createTextSanitiser(options);
  return {
    write: (bytes) => inner.write(decode(bytes)),
    partial: inner.partial,
    end: () => {
      const lines = inner.write(decode(undefined));
      return [...lines, ...inner.end()];
    },
  };
}

export type TextSanitiser = Omit<Sanitiser, 'write'> & {
  readonly write: (text: string) => readonly string[];
};

/** The same for text that is decoded already. */
export function createTextSanitiser(options: SanitiserOptions = {}): TextSanitiser {
  const limit = options.lineLimit ?? LINE_LIMIT;
  const visible = options.showControls === true;
  const line = createLineEditor(limit);
  let held = '';

  function writeSegment(segment: string, complete: boolean): void {
    let at = 0;
    while (at < segment.length) {
      const from = at;
      at = findControl(segment, from);
      if (at > from) {
        line.write(segment.slice(from, at));
      }
      if (at === segment.length) {
        return;
      }
      const next = writeControl({ line, segment, at, visible });
      if (next === undefined && !complete) {
        held = segment.slice(at);
        return;
      }
      if (next === undefined) {
        line.write(showControls(segment.charAt(at)));
      }
      at = next ?? at + 1;
    }
  }

  function finish(segment: string): string {
    const text = visible ? segment : dropReturns(segment);
    if (line.isFresh() && text.length <= limit && isPlain(text)) {
      return text;
    }
    writeSegment(text, true);
    return line.finish();
  }

  /** Where all of them are plain, to look at each would take longer than all the rest. */
  function finishAll(text: string): readonly string[] {
    const segments = text.split('\n');
    const plain =
      line.isFresh() && !/[^\x20-\x7e\n]/.test(text) && segments.every((each) => each.length <= limit);
    return plain ? segments : segments.map(finish);
  }

  return {
    write: (added) => {
      const text = held + added;
      held = '';
      const first = text.indexOf('\n');
      if (first === -1) {
        writeSegment(text, false);
        return [];
      }
      const last = text.lastIndexOf('\n');
      const begun = finish(text.slice(0, first));
      const rest = first === last ? [] : finishAll(text.slice(first + 1, last));
      writeSegment(text.slice(last + 1), false);
      return [begun, ...rest];
    },
    partial: () => line.text(held === '' ? '' : showUnfinished(held)),
    end: () => {
      const rest = held;
      held = '';
      writeSegment(rest, true);
      return line.text() === '' ? [] : [line.finish()];
    },
  };
}

/** UTF-8 split anywhere; what is not UTF-8 becomes U+FFFD. Undefined: the end. */
export function createDecoder(): (bytes: Uint8Array | undefined) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let clean = true;
  return (bytes) => {
    if (bytes === undefined) {
      return decoder.decode();
    }
    if (clean && isAscii(bytes)) {
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    }
    clean = (bytes.at(-1) ?? 0x80) < 0x80;
    return decoder.decode(bytes, { stream: true });
  };
}

type Place = {
  readonly line: LineEditor;
  readonly segment: string;
  readonly at: number;
  readonly visible: boolean;
};

/** Acts on the control at `at`; returns where to go on, or undefined where it is not known yet how it ends. */
function writeControl({ line, segment, at, visible }: Place): number | undefined {
  const character = segment.charAt(at);
  if (!opensEscape(character)) {
    writeSingle(line, character, visible);
    return at + 1;
  }
  const sequence = readEscape(segment, at);
  switch (sequence.type) {
    case 'complete':
      if (!(sequence.csi !== undefined && actOn(line, sequence.csi, visible)) && visible) {
        line.write(showControls(segment.slice(at, sequence.end)));
      }
      return sequence.end;
    case 'incomplete':
      return undefined;
    case 'broken':
      line.write(showControls(character));
      return at + 1;
  }
}

function writeSingle(line: LineEditor, character: string, visible: boolean): void {
  if (character === '\t') {
    line.tab();
  } else if (visible) {
    line.write(showControls(character));
  } else if (character === '\r') {
    line.carriageReturn();
  } else if (character === '\b') {
    line.backspace();
  }
}

/** A sequence that has not ended: shown as it is, until it turns out to be one. */
function showUnfinished(held: string): string {
  const editor = createLineEditor(LINE_LIMIT);
  editor.write(showControls(held));
  return editor.text();
}

const erases = { '': 'to-end', '0': 'to-end', '1': 'to-start', '2': 'all' } as const;

/** Colours, and what redraws a progress bar within its own line. False: nothing that may act. */
function actOn(line: LineEditor, { parameters, final }: Csi, visible: boolean): boolean {
  if (final === 'm' && /^[\d;:]*$/.test(parameters)) {
    line.style(parameters);
    return true;
  }
  if (visible) {
    return false;
  }
  if (final === 'K' && parameters in erases) {
    line.erase(erases[parameters as keyof typeof erases]);
    return true;
  }
  if (final === 'G' && /^[01]?$/.test(parameters)) {
    line.carriageReturn();
    return true;
  }
  return false;
}

function dropReturns(segment: string): string {
  let end = segment.length;
  while (end > 0 && segment.charCodeAt(end - 1) === 0x0d) {
    end -= 1;
  }
  return segment.slice(0, end);
}

/** Nothing but characters that stand for themselves. */
function isPlain(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text) || (findControl(text, 0) === text.length && isHarmless(text));
}

function findControl(text: string, from: number): number {
  control.lastIndex = from;
  return control.test(text) ? control.lastIndex - 1 : text.length;
}
