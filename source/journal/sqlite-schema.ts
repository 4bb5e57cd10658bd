import type { DatabaseSync } from 'node:sqlite';
import { JournalError } from './journal-error.ts';
import { numberLines } from './sqlite-number-lines.ts';
import { transaction } from './sqlite-transaction.ts';

/** Brings a database up to this gonogo's schema. Migrations only go forward and are never changed once released. */
export function migrate(database: DatabaseSync, file: string): void {
  if (isUpToDate(database, file)) return;
  transaction(database, () => {
    // Asked again under the lock: another process may have migrated meanwhile.
    const version = schemaVersion(database, file);
    for (const step of migrations.slice(version)) {
      if (typeof step === 'string') database.exec(step);
      else step(database);
    }
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
  });
}

/** Throws as `schemaVersion` does. */
export function isUpToDate(database: DatabaseSync, file: string): boolean {
  return schemaVersion(database, file) === migrations.length;
}

/** Throws a JournalError where the database is another program's, or a later gonogo's. */
export function schemaVersion(database: DatabaseSync, file: string): number {
  const { version, owner, empty } = database.isTransaction ? look(database) : snapshot(database);
  if (owner !== applicationId && !(owner === 0 && version === 0 && empty)) {
    throw new JournalError({
      code: 'corrupt',
      file,
      message: `${file} is a database of another program, no journal: name another file with --journal`,
    });
  }
  if (version > migrations.length) {
    throw new JournalError({
      code: 'newer',
      file,
      message: `the journal ${file} was written by a later gonogo (schema ${version}, this one knows ${migrations.length}): install that one, or name another file with --journal`,
    });
  }
  return version;
}

type Look = { readonly version: number; readonly owner: number; readonly empty: boolean };

/** In one transaction: another process may migrate between one question and the next. */
function snapshot(database: DatabaseSync): Look {
  database.exec('BEGIN');
  try {
    return look(database);
  } finally {
    // A full disk makes SQLite roll back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}

function look(database: DatabaseSync): Look {
  const version = pragma(database, 'user_version');
  return { version, owner: pragma(database, 'application_id'), empty: isEmpty(database) };
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

// "gngo"
const applicationId = 0x676e676f;

const migrations: readonly (string | ((database: DatabaseSync) => void))[] = [
  `
  CREATE TABLE events (
    run TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    at REAL NOT NULL,
    wall REAL NOT NULL,
    mono REAL NOT NULL,
    boot TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    event TEXT NOT NULL,
    type TEXT NOT NULL GENERATED ALWAYS AS (json_extract(event, '$.type')) VIRTUAL,
    PRIMARY KEY (run, seq)
  ) STRICT;
  CREATE INDEX events_by_type ON events (type, run);

  CREATE TABLE output (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    step TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    action INTEGER NOT NULL,
    target TEXT NOT NULL,
    stream TEXT NOT NULL CHECK (stream IN ('stdout', 'stderr')),
    offset INTEGER NOT NULL,
    at REAL NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX output_by_place ON output (run, step, target, at);

  CREATE TABLE holds (
    run TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    started TEXT,
    boot TEXT NOT NULL,
    host TEXT NOT NULL
  ) STRICT;

  CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
  CREATE TRIGGER output_stays BEFORE UPDATE ON output BEGIN SELECT RAISE(ABORT, 'output is never changed'); END;
  CREATE TRIGGER output_remains BEFORE DELETE ON output BEGIN SELECT RAISE(ABORT, 'output is never deleted'); END;
  `,

  (database) => {
    // An index of every event was one page more to write for each.
    // Where the bytes of a row stand in a file, it has none itself. Lines are numbered, so that any can be found.
    database.exec(`
      DROP TRIGGER output_stays;
      DROP INDEX output_by_place;
      DROP INDEX events_by_type;
      CREATE INDEX events_that_begin ON events (run) WHERE type = 'run.created';
      CREATE INDEX events_that_end ON events (run) WHERE type = 'run.ended';
      ALTER TABLE output ADD COLUMN segment INTEGER;
      ALTER TABLE output ADD COLUMN position INTEGER;
      ALTER TABLE output ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE output ADD COLUMN lines INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE output ADD COLUMN closes INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE output ADD COLUMN line INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE output ADD COLUMN target_line INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE output ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
    `);
    numberLines(database);
    database.exec(`
      CREATE INDEX output_of_run ON output (run);
      CREATE INDEX output_of_step ON output (run, step);
      CREATE INDEX output_of_target ON output (run, step, target);
      CREATE INDEX output_of_stream ON output (run, step, target, attempt, action, stream);
      CREATE TRIGGER output_stays BEFORE UPDATE ON output
        BEGIN SELECT RAISE(ABORT, 'output is never changed'); END;
    `);
  },
];
