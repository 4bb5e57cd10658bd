import { startPostgres, type TestPostgres } from '../helpers/postgres.ts';
import { gradebookSchema } from './gradebook-schema.ts';

export type LabDatabase = {
  /** DSN of a database of this server; Sakai's own is `sakai`. */
  readonly url: (database: string) => string;
  /** Whether Sakai's database is as the release scripts leave it. */
  readonly changed: () => Promise<boolean>;
  /** Names of all databases that hold, or held, Sakai's data. */
  readonly names: () => Promise<readonly string[]>;
  readonly query: TestPostgres['query'];
  /** Drops all of them and begins again. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A server of its own with Sakai's gradebook as it was before the release. */
export async function startDatabase(): Promise<LabDatabase> {
  const server = await startPostgres();
  try {
    await create(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url: server.url,
    query: server.query,
    stop: server.stop,
    names: () => names(server),
    changed: async () => {
      const rows = await server.query(
        'sakai',
        `SELECT 1 FROM information_schema.columns WHERE table_name = 'gb_category_t' AND column_name = 'is_extra_credit'`,
      );
      return rows.length > 0;
    },
    reset: async () => {
      for (const name of await names(server)) {
        await server.query('postgres', `DROP DATABASE "${name}" WITH (FORCE)`);
      }
      await create(server);
    },
  };
}

/** Stands in where a lab was started without one. */
export const noDatabase: LabDatabase = {
  url: (database) => `postgres://127.0.0.1:1/${database}`,
  changed: notThere,
  names: notThere,
  query: notThere,
  reset: notThere,
  stop: async () => undefined,
};

async function create(server: TestPostgres): Promise<void> {
  await server.createDatabase('sakai');
  await server.query('sakai', gradebookSchema);
}

async function names(server: TestPostgres): Promise<readonly string[]> {
  const rows = await server.query(
    'postgres',
    `SELECT datname FROM pg_database WHERE datname LIKE 'sakai%' ORDER BY datname`,
  );
  return rows.map(({ datname }) => String(datname));
}

async function notThere(): Promise<never> {
  throw new Error('this lab was started without a database');
}
