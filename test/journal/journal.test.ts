import { join } from 'node:path';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { journalContract } from './journal-contract.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();

journalContract('in memory', async () => createMemoryJournal());
journalContract('in SQLite', () => openSqliteJournal({ file: join(newFolder(), 'journal.sqlite') }));
