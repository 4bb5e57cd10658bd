import { messageOf, oneLine } from '../reason.ts';
import type { FileFacts, FilesStart, HostFiles } from '../shell/shell-channel.ts';
import type { Client, SFTPWrapper, Stats } from '../ssh-library.ts';

export type FilesOptions = {
  readonly client: Client;
  readonly host: string;
  /** Why the connection ended; undefined while it stands. */
  readonly whyLost: () => string | undefined;
  readonly onClosed: () => void;
};

/** What is on the way at once, so that a slow link is not waited for chunk by chunk. */
const pieces = { concurrency: 32, chunkSize: 32_768 };

/** A channel of SFTP on a connection that stands. */
export function openFiles({ client, host, whyLost, onClosed }: FilesOptions): Promise<FilesStart> {
  const { promise, resolve } = Promise.withResolvers<FilesStart>();
  const fail = (error: unknown) => {
    onClosed();
    const reason = whyLost() ?? `${host} gives no way to its files (sftp): ${oneLine(messageOf(error))}`;
    resolve({ type: 'failed', reason });
  };
  try {
    client.sftp((error, sftp) => {
      if (error) return fail(error);
      const lost = Promise.withResolvers<never>();
      lost.promise.catch(() => undefined);
      sftp.once('close', () => {
        onClosed();
        lost.reject(new Error(whyLost() ?? `${host} closed the way to its files`));
      });
      sftp.on('error', (cause: unknown) => lost.reject(cause));
      resolve({ type: 'started', files: filesOf(sftp, lost.promise) });
    });
  } catch (error) {
    fail(error);
  }
  return promise;
}

type Done = (error?: Error | null) => void;

/** `lost` rejects when the channel is gone: an answer would never come then. */
function filesOf(sftp: SFTPWrapper, lost: Promise<never>): HostFiles {
  const ask = async (begin: (done: Done) => void): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    begin((error) => (error ? reject(error) : resolve()));
    await Promise.race([promise, lost]);
  };
  return {
    facts: async (path) => {
      let found: Stats | undefined;
      await ask((done) =>
        sftp.lstat(path, (error, stats) => {
          found = stats;
          done(error === undefined || isMissing(error) ? undefined : error);
        }),
      );
      return found === undefined ? undefined : factsOf(found);
    },
    setOwner: (path, { uid, gid }) => ask((done) => sftp.setstat(path, { uid, gid }, done)),
    put: (from, to, onProgress) =>
      ask((done) =>
        sftp.fastPut(from, to, { ...pieces, mode: 0o600, step: (bytes) => onProgress(bytes) }, done),
      ),
    get: (from, to, onProgress) =>
      ask((done) => sftp.fastGet(from, to, { ...pieces, step: (bytes) => onProgress(bytes) }, done)),
    close: () => sftp.end(),
  };
}

/** SSH_FX_NO_SUCH_FILE */
function isMissing(error: Error): boolean {
  return 'code' in error && error.code === 2;
}

function factsOf(stats: Stats): FileFacts {
  const kind = stats.isSymbolicLink()
    ? 'link'
    : stats.isDirectory()
      ? 'folder'
      : stats.isFile()
        ? 'file'
        : 'other';
  return { kind, size: stats.size, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
}
