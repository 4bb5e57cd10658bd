import { once } from 'node:events';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { note } from './sample-events.ts';

// Opens the journal, appends `count` events against whoever else does, and says what became of each attempt.
const [file = '', run = '', name = '', count = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const journal = await openSqliteJournal({ file });
let version = 0;
let appended = 0;
while (appended < Number(count)) {
  const result = await journal.append(run, version, [note(`${name} ${appended}`)]);
  if (result.type === 'appended') appended += 1;
  process.stdout.write(`${result.type} ${version}\n`);
  version = result.type === 'appended' ? version + 1 : result.version;
}
await journal.close();
process.stdin.destroy();
