import { resolve } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptRows } from './ink-rows.ts';

type Clip = { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number };
type Output = {
  readonly write: (x: number, y: number, text: string, options: { transformers: [] }) => void;
  readonly clip: (clip: Clip) => void;
  readonly unclip: () => void;
  readonly get: () => { readonly output: string };
};
type Ink = {
  readonly Output: new (size: { readonly width: number; readonly height: number }) => Output;
  readonly sanitizeAnsi: (text: string) => string;
};

type Write = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly clip: Clip | null;
};

const folder = resolve(import.meta.dirname, '../../node_modules/ink/build');

/** Ink's own parts, as they are or as the build makes them. */
async function load(plugins: (typeof keptRows)[]): Promise<Ink> {
  const contents = `export { default as Output } from '${folder}/output.js';
    export { default as sanitizeAnsi } from '${folder}/sanitize-ansi.js';`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins,
  });
  const text = outputFiles[0]?.text ?? '';
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

const words = [
  'a',
  'row',
  ' ',
  '漢',
  '…',
  'e\u0301',
  '\x1b[31m',
  '\x1b[1m',
  '\x1b[39m',
  '\x1b[22m',
  '\x1b[0m',
  '\x1b[48;5;3m',
];
const row = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((list) => list.join(''));
const text = fc.array(row, { minLength: 1, maxLength: 4 }).map((rows) => rows.join('\n'));
const write = fc.record({
  text,
  x: fc.integer({ min: -3, max: 12 }),
  y: fc.integer({ min: -1, max: 5 }),
  clip: fc.option(fc.record({ x1: fc.nat(6), x2: fc.nat(14), y1: fc.nat(3), y2: fc.nat(6) })),
});

test('Ink with rows that are kept draws what Ink draws, frame after frame', async () => {
  const [plain, kept] = [await load([]), await load([keptRows])];
  const draw = ({ Output }: Ink, writes: readonly Write[]) => {
    const output = new Output({ width: 14, height: 6 });
    for (const { text: written, x, y, clip } of writes) {
      if (clip !== null) output.clip(clip);
      output.write(x, y, written, { transformers: [] });
      if (clip !== null) output.unclip();
    }
    return output.get().output;
  };
  fc.assert(
    fc.property(fc.array(write, { minLength: 1, maxLength: 4 }), (writes) => {
      expect(draw(kept, writes)).toBe(draw(plain, writes));
    }),
    { numRuns: 1500 },
  );
});

test('and takes out of a text what Ink takes out of it', async () => {
  const [plain, kept] = [await load([]), await load([keptRows])];
  const more = fc.array(fc.constantFrom(...words, '\x1b[2J', '\x07', '\t', '\x1b]8;;x\x07', '\u009b1m'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(more, { minLength: 1, maxLength: 4 }), (rows) => {
      const written = rows.map((each) => each.join('')).join('\n');
      expect(kept.sanitizeAnsi(written)).toBe(plain.sanitizeAnsi(written));
    }),
    { numRuns: 1500 },
  );
});
