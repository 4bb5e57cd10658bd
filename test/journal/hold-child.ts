import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';

// Takes the hold of a run, says so, and keeps it until it is killed or told to go.
const [file = '', run = ''] = process.argv.slice(2);
const journal = await openSqliteJournal({ file });
const hold = await journal.hold(run);
process.stdout.write(`${hold.type}\n`);
process.stdin.on('data', async () => {
  if (hold.type === 'held') await hold.release();
  process.stdout.write('released\n');
});
