import pg from 'pg';

type CopyWire = {
  readonly sendCopyFromChunk: (chunk: Buffer) => void;
  readonly endCopyFrom: () => void;
};

export type SlowCopy = {
  readonly send: (rows: string) => void;
  /** Ends the data; resolves when the connection is gone, too. */
  readonly end: () => Promise<void>;
};

/** What `pg_restore` does with a table, row by row as a test sends them. */
export async function slowCopy({
  url,
  text,
  application = 'pg_restore',
}: {
  readonly url: string;
  /** `COPY … FROM stdin` */
  readonly text: string;
  readonly application?: string;
}): Promise<SlowCopy> {
  const client = new pg.Client({ connectionString: url, application_name: application });
  client.on('error', () => undefined);
  await client.connect();
  const open = Promise.withResolvers<CopyWire>();
  const over = Promise.withResolvers<void>();
  const copy = {
    submit: (wire: { readonly query: (text: string) => void }) => wire.query(text),
    handleCopyInResponse: (wire: CopyWire) => open.resolve(wire),
    handleRowDescription: () => undefined,
    handleCommandComplete: () => undefined,
    handleError: (error: Error) => {
      open.reject(error);
      over.reject(error);
    },
    handleReadyForQuery: () => over.resolve(),
  };
  over.promise.catch(() => undefined);
  client.query(copy);
  const wire = await open.promise;
  return {
    send: (rows) => wire.sendCopyFromChunk(Buffer.from(rows)),
    end: async () => {
      wire.endCopyFrom();
      await over.promise;
      await client.end();
    },
  };
}
