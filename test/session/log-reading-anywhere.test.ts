import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutputChunk } from '../../source/journal/journal.ts';
import { createMemoryOutput } from '../../source/journal/memory-output.ts';
import { createLogBook, type LogLine } from '../../source/session/log-book.ts';
import { createReplayLog } from '../../source/session/replay-log.ts';
import { createSanitiser } from '../../source/session/sanitise.ts';
import { createTakenOutput } from '../../source/session/taken-output.ts';
import { withoutStyles } from '../../source/session/terminal-text.ts';
import { logLines, outputOf } from '../helpers/read-output.ts';

const words = [
  'a',
  'line\n',
  '\n',
  'ü',
  '\r',
  '\x1b[31m',
  '\x1b[0m',
  '\x1b[',
  '2K',
  'end\n',
  '\t',
  'x'.repeat(40),
];

type Draft = { readonly text: string; readonly target: string; readonly stream: 'stdout' | 'stderr' };

const draft: fc.Arbitrary<Draft> = fc.record({
  text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((list) => list.join('')),
  target: fc.constantFrom('n1', 'n2'),
  stream: fc.constantFrom('stdout', 'stderr'),
});

/** Attempts and actions begin where somebody has said so; checks of a checklist come in any order between them. */
const night = fc
  .array(fc.record({ draft, next: fc.constantFrom('same', 'same', 'same', 0, 1, 2, 'attempt') }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((list) => {
    let attempt = 1;
    let action = 0;
    return list.map(({ draft: { text, ...where }, next }, index): OutputChunk => {
      if (typeof next === 'number') action = next;
      if (next === 'attempt') {
        attempt += 1;
        action = 0;
      }
      return { step: 's', attempt, action, ...where, at: index * 10, bytes: Buffer.from(text) };
    });
  });

/** What one reads who has seen every byte in its turn. */
function streamed(chunks: readonly OutputChunk[], target: string): readonly string[] {
  const lines: string[] = [];
  const open = new Map<string, ReturnType<typeof createSanitiser>>();
  let last = '';
  for (const chunk of chunks.filter((each) => each.target === target)) {
    const place = `${chunk.attempt} ${chunk.action}`;
    if (place !== last) {
      for (const stream of ['stdout', 'stderr']) lines.push(...(open.get(stream)?.end() ?? []));
      open.clear();
    }
    last = place;
    const sanitiser = open.get(chunk.stream) ?? createSanitiser();
    open.set(chunk.stream, sanitiser);
    lines.push(...sanitiser.write(chunk.bytes));
  }
  return lines.map(withoutStyles);
}

/** Colours that were set before somebody came back to a run are forgotten. */
const plainly = ({ text, revealed, ...line }: LogLine) =>
  seen({
    ...line,
    text: withoutStyles(text),
    revealed: revealed === undefined ? undefined : withoutStyles(revealed),
  });

const seen = ({ at, attempt, target, stream, text, revealed }: LogLine) =>
  JSON.stringify([at, attempt, target, stream, text, revealed]);

test('lines are the same whether all of it was seen, or only the part that is read', () => {
  fc.assert(
    fc.property(night, (chunks) => {
      const log = createReplayLog(outputOf(chunks));
      log.seek(Number.MAX_SAFE_INTEGER);
      for (const target of log.targets('s')) {
        const { complete } = log.extent('s', target);
        const finished = log.read({ step: 's', target, from: 0, to: complete });
        // What was left open with nothing to see in it counts as an empty line here.
        const texts = finished.map(({ text }) => withoutStyles(text));
        expect(texts.filter((text) => text !== '')).toEqual(
          streamed(chunks, target).filter((text) => text !== ''),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('the same lines from memory, from the journal, and from both; one by one or together', () => {
  fc.assert(
    fc.property(night, fc.nat(25), fc.integer({ min: 0, max: 4000 }), (chunks, begun, limit) => {
      const stored = createMemoryOutput();
      const whole = createLogBook();
      stored.append(chunks.slice(0, begun));
      const taken = createTakenOutput(stored.reader);
      const resumed = createLogBook({ reader: stored.reader, limit, taken });
      for (const chunk of chunks.slice(begun)) {
        taken.add(chunk);
        resumed.append(chunk);
        stored.append([chunk]);
        resumed.stored(1);
      }
      for (const chunk of chunks) whole.append(chunk);
      for (const target of [undefined, ...whole.targets('s')]) {
        expect(resumed.extent('s', target)).toEqual(whole.extent('s', target));
        const expected = logLines(whole, 's', target).map(plainly);
        expect(logLines(resumed, 's', target).map(plainly)).toEqual(expected);
        const { end } = whole.extent('s', target);
        const single = Array.from({ length: end }, (_, from) =>
          resumed.read({ step: 's', target, from, to: from + 1 }).map(plainly),
        );
        expect(single.flat()).toEqual(expected);
        expect(resumed.lastAt('s', target)).toBe(whole.lastAt('s', target));
      }
      expect(resumed.targets('s')).toEqual(whole.targets('s'));
      expect(resumed.folds('s')).toEqual(whole.folds('s'));
    }),
    { numRuns: 300 },
  );
});

test('a moment of a replay has the lines that a run had then', () => {
  fc.assert(
    fc.property(night, fc.array(fc.nat(26), { minLength: 1, maxLength: 6 }), (chunks, moments) => {
      // Colours are looked for in the few pieces before.
      const look = chunks.length > 8 ? plainly : seen;
      const log = createReplayLog(outputOf(chunks));
      for (const moment of moments) {
        log.seek(moment * 10 + 5);
        const live = createLogBook();
        for (const chunk of chunks.slice(0, moment + 1)) live.append(chunk);
        for (const target of [undefined, ...live.targets('s')]) {
          expect(logLines(log, 's', target).map(look)).toEqual(logLines(live, 's', target).map(look));
        }
        expect(log.folds('s')).toEqual(live.folds('s'));
        expect(log.targets('s')).toEqual(live.targets('s'));
      }
    }),
    { numRuns: 200 },
  );
});
