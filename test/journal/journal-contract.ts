import { afterEach, describe, expect, test } from 'vitest';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import type { Journal, OutputQuery } from '../../source/journal/journal.ts';
import { JournalError } from '../../source/journal/journal-error.ts';
import { collect } from '../helpers/collect.ts';
import { readOutput } from '../helpers/read-output.ts';
import { chunk, created, everyEvent, note, textOf } from './sample-events.ts';

/** What every journal does, whatever it is kept in. */
export function journalContract(name: string, open: () => Promise<Journal>): void {
  const opened: Journal[] = [];
  const journal = async () => {
    const one = await open();
    opened.push(one);
    return one;
  };

  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  describe(`${name}: events`, () => {
    test('come back as they were, numbered from 1, with both times', async () => {
      const subject = await journal();
      const events = everyEvent.map((event, index) => ({ at: 1000.5 + index, event }));
      const before = Date.now();
      const result = await subject.append('7K2F', 0, events);
      const stored = await subject.read('7K2F');
      expect(result).toEqual({ type: 'appended', events: stored });
      expect(stored.map(({ event }) => event)).toEqual(everyEvent);
      expect(stored.map(({ seq }) => seq)).toEqual(everyEvent.map((_, index) => index + 1));
      expect(stored.map(({ at }) => at)).toEqual(events.map(({ at }) => at));
      for (const { run, wall, mono, boot } of stored) {
        expect(run).toBe('7K2F');
        expect(wall).toBeGreaterThanOrEqual(before);
        expect(wall).toBeLessThanOrEqual(Date.now());
        expect(mono).toBeGreaterThan(0);
        expect(boot).not.toBe('');
      }
    });

    test('are chained, across several appends too', async () => {
      const subject = await journal();
      await subject.append('7K2F', 0, [{ at: 1, event: created }, note('a')]);
      await subject.append('7K2F', 2, [note('b')]);
      const stored = await subject.read('7K2F');
      expect(verifyChain(stored)).toEqual({ type: 'intact', head: stored[2]?.hash });
    });

    test('can be read from a seq on', async () => {
      const subject = await journal();
      await subject.append('7K2F', 0, [note('a'), note('b'), note('c')]);
      expect((await subject.read('7K2F', 2)).map(({ seq }) => seq)).toEqual([3]);
      expect(await subject.read('7K2F', 3)).toEqual([]);
      expect(await subject.read('ZZZZ')).toEqual([]);
    });

    test('are refused as a whole when somebody was first', async () => {
      const subject = await journal();
      await subject.append('7K2F', 0, [note('a'), note('b')]);
      expect(await subject.append('7K2F', 1, [note('late'), note('later')])).toEqual({
        type: 'conflict',
        version: 2,
      });
      expect(await subject.read('7K2F')).toHaveLength(2);
    });

    test('of a run that is not there, and the creation of one that is, are conflicts', async () => {
      const subject = await journal();
      expect(await subject.append('7K2F', 3, [note('a')])).toEqual({ type: 'conflict', version: 0 });
      await subject.append('7K2F', 0, [{ at: 1, event: created }]);
      expect(await subject.append('7K2F', 0, [{ at: 1, event: created }])).toEqual({
        type: 'conflict',
        version: 1,
      });
    });

    test('of one run leave the others alone', async () => {
      const subject = await journal();
      await subject.append('AAAA', 0, [note('a'), note('b')]);
      await subject.append('BBBB', 0, [note('c')]);
      expect(await subject.read('BBBB')).toHaveLength(1);
      expect((await subject.append('AAAA', 2, [note('d')])).type).toBe('appended');
    });

    test('with text that is no valid Unicode are mended, not lost', async () => {
      const subject = await journal();
      await subject.append('7K2F', 0, [note('a\ud800b')]);
      const stored = await subject.read('7K2F');
      expect(stored[0]?.event).toMatchObject({ text: 'a\ufffdb' });
      expect(verifyChain(stored).type).toBe('intact');
    });

    test('that could not be read back are not written', async () => {
      const subject = await journal();
      const broken = { ...created, schedule: { start: Number.NaN, opens: 0, closes: 0, zone: 'UTC' } };
      await expect(subject.append('7K2F', 0, [note('a'), { at: 1, event: broken }])).rejects.toThrow();
      await expect(subject.append('7K2F', 0, [note('a', Number.NaN)])).rejects.toThrow();
      expect(await subject.read('7K2F')).toEqual([]);
    });

    test('an append of nothing changes nothing', async () => {
      const subject = await journal();
      expect(await subject.append('7K2F', 0, [])).toEqual({ type: 'appended', events: [] });
      expect(await subject.runs()).toEqual([]);
    });
  });

  describe(`${name}: runs`, () => {
    test('are listed newest first, with title, outcome and version', async () => {
      const subject = await journal();
      await subject.append('OLD1', 0, [{ at: 1, event: { ...created, mode: 'live' } }]);
      await subject.append('NEW2', 0, [{ at: 1, event: created }]);
      const [end] = everyEvent.filter(({ type }) => type === 'run.ended');
      if (end === undefined) throw new Error('no end');
      await subject.append('OLD1', 1, [{ at: 2, event: end }, note('after the end')]);
      const runs = await subject.runs();
      expect(runs).toMatchObject([
        { run: 'NEW2', mode: 'rehearsal', version: 1, outcome: undefined, endedAt: undefined },
        {
          run: 'OLD1',
          mode: 'live',
          version: 3,
          outcome: 'fell-back',
          title: 'Gradebook: release 2',
          planFile: 'plans/release.md',
        },
      ]);
      expect(runs[1]?.endedAt).toBeGreaterThanOrEqual(runs[1]?.createdAt ?? Number.POSITIVE_INFINITY);
    });

    test('of a plan without a readable title are called by their file', async () => {
      const subject = await journal();
      await subject.append('AAAA', 0, [{ at: 1, event: { ...created, planText: 'no front matter' } }]);
      await subject.append('BBBB', 0, [{ at: 1, event: { ...created, planText: '---\ntitle: [\n---\n' } }]);
      expect((await subject.runs()).map(({ title }) => title)).toEqual(['release.md', 'release.md']);
    });
  });

  describe(`${name}: output`, () => {
    test('comes back byte for byte, in the order of arrival, even if the clock was set back', async () => {
      const subject = await journal();
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      await subject.appendOutput('7K2F', [
        chunk('', { bytes }),
        chunk('later', { at: 900, stream: 'stderr' }),
      ]);
      await subject.appendOutput('7K2F', [chunk('last', { at: 950 })]);
      const stored = await readOutput(subject, '7K2F');
      expect(Uint8Array.from(stored[0]?.bytes ?? [])).toEqual(bytes);
      expect(stored.slice(1)).toMatchObject([
        { ...chunk('later', { at: 900, stream: 'stderr' }), bytes: expect.anything(), length: 5 },
        { ...chunk('last', { at: 950 }), bytes: expect.anything(), offset: 256 },
      ]);
      expect(textOf(stored).slice(1)).toEqual(['later', 'last']);
    });

    test('does not change when the writer reuses its buffer', async () => {
      const subject = await journal();
      const bytes = Buffer.from('before');
      await subject.appendOutput('7K2F', [chunk('', { bytes })]);
      bytes.write('after!');
      expect(textOf(await readOutput(subject, '7K2F'))).toEqual(['before']);
    });

    test('can be asked for by step and target', async () => {
      const subject = await journal();
      await subject.appendOutput('7K2F', [
        chunk('a', { at: 1 }),
        chunk('b', { at: 2, target: 'app2' }),
        chunk('c', { at: 3, step: 'restart' }),
        chunk('d', { at: 4 }),
      ]);
      const asked = async (query: OutputQuery) => textOf(await readOutput(subject, '7K2F', query)).join('');
      expect(await asked({})).toBe('abcd');
      expect(await asked({ step: 'deploy' })).toBe('abd');
      expect(await asked({ step: 'deploy', target: 'app1' })).toBe('ad');
      expect(await asked({ target: 'app2' })).toBe('b');
      expect(textOf(await readOutput(subject, 'ZZZZ'))).toEqual([]);
    });
  });

  describe(`${name}: output piece by piece`, () => {
    test('comes in the order of arrival, with its place in its stream', async () => {
      const subject = await journal();
      await subject.appendOutput('7K2F', [
        chunk('one', { at: 9 }),
        chunk('err', { stream: 'stderr' }),
        chunk('elsewhere', { target: 'app2' }),
      ]);
      await subject.appendOutput('7K2F', [chunk('two', { at: 3 }), chunk('again', { attempt: 2 })]);
      const walked = await collect(subject.walkOutput('7K2F'));
      expect(walked.map(({ offset, bytes }) => [offset, Buffer.from(bytes).toString()])).toEqual([
        [0, 'one'],
        [0, 'err'],
        [0, 'elsewhere'],
        [3, 'two'],
        [0, 'again'],
      ]);
      expect(walked[3]).toMatchObject({ step: 'deploy', attempt: 1, action: 0, at: 3, stream: 'stdout' });
      const asked = await collect(subject.walkOutput('7K2F', { target: 'app2' }));
      expect(textOf(asked)).toEqual(['elsewhere']);
      expect(await collect(subject.walkOutput('ZZZZ'))).toEqual([]);
    });

    test('may be written to meanwhile, and is refused after close', async () => {
      const subject = await journal();
      await subject.appendOutput('7K2F', [chunk('a'), chunk('b')]);
      const seen: string[] = [];
      for await (const each of subject.walkOutput('7K2F')) {
        seen.push(...textOf([each]));
        await subject.appendOutput('7K2F', [chunk('late')]);
      }
      expect(seen).toEqual(['a', 'b']);
      await subject.close();
      await expect(collect(subject.walkOutput('7K2F'))).rejects.toThrow(JournalError);
    });
  });

  describe(`${name}: hold`, () => {
    test('is given once, and again after its release', async () => {
      const subject = await journal();
      const first = await subject.hold('7K2F');
      expect(await subject.hold('7K2F')).toMatchObject({ type: 'taken', pid: process.pid });
      expect((await subject.hold('OTHR')).type).toBe('held');
      if (first.type !== 'held') throw new Error('not held');
      await first.release();
      const second = await subject.hold('7K2F');
      expect(second.type).toBe('held');
      // Releasing twice must not take the hold away from whoever has it now.
      await first.release();
      expect((await subject.hold('7K2F')).type).toBe('taken');
    });
  });

  describe(`${name}: after close`, () => {
    test('everything is refused, and closing again is nothing', async () => {
      const subject = await journal();
      await subject.append('7K2F', 0, [note('a')]);
      await subject.close();
      await subject.close();
      await expect(subject.read('7K2F')).rejects.toThrow(JournalError);
      await expect(subject.append('7K2F', 1, [note('b')])).rejects.toMatchObject({ code: 'io' });
    });
  });
}
