import { createDecoder, createTextSanitiser, type TextSanitiser } from './sanitise.ts';

/** A sanitiser for one stream of bytes that also keeps what it takes out, as something one can see. */
export type Revealer = {
  readonly write: (bytes: Uint8Array) => Revealed;
  readonly end: () => Revealed;
  /** The line being written; empty if there is none. */
  readonly partial: () => string;
  readonly revealedPartial: () => string | undefined;
};

/** Finished lines, and the same lines with visible tokens (`␛[2J`, `␍`); undefined: nothing was ever taken out. */
export type Revealed = {
  readonly lines: readonly string[];
  readonly revealed: readonly string[] | undefined;
};

export function createRevealer({ lineLimit }: { readonly lineLimit?: number | undefined } = {}): Revealer {
  const decode = createDecoder();
  const plain = createTextSanitiser({ lineLimit });
  /** Most streams never need it: it costs as much again. */
  let visible: TextSanitiser | undefined;

  function write(text: string): Revealed {
    if (visible === undefined && control.test(text) && takenOut.test(text)) {
      visible = createTextSanitiser({ lineLimit, showControls: true });
      visible.write(plain.partial());
    }
    return { lines: plain.write(text), revealed: visible?.write(text) };
  }

  return {
    write: (bytes) => write(decode(bytes)),
    end: () => {
      const last = write(decode(undefined));
      const revealed = last.revealed && [...last.revealed, ...(visible?.end() ?? [])];
      return { lines: [...last.lines, ...plain.end()], revealed };
    },
    partial: plain.partial,
    revealedPartial: () => visible?.partial(),
  };
}

/** Far quicker to look for than the one below. */
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
/** Controls that don't stay: all but ends of lines, tabs and colours. */
const takenOut = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[\d;:]*m)/;
