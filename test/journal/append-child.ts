import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { readOutput } from '../helpers/read-output.ts';
import { chunk, note } from './sample-events.ts';

// Appends until it is killed; says each seq, and the total of its output, only when it is acknowledged.
const [file = '', run = ''] = process.argv.slice(2);
const journal = await openSqliteJournal({ file });
let version = (await journal.read(run)).length;
let chunks = (await readOutput(journal, run)).length;
for (;;) {
  const result = await journal.append(run, version, [note(`note ${version + 1}`)]);
  if (result.type === 'conflict') throw new Error(`somebody else is at ${result.version}`);
  version += 1;
  process.stdout.write(`event ${version}\n`);
  await journal.appendOutput(run, [chunk(`line ${chunks + 1}\n`)]);
  chunks += 1;
  process.stdout.write(`output ${chunks}\n`);
}
