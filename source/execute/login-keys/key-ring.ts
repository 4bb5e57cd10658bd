import { createLimit } from '../concurrency-limit.ts';
import { loadSshLibrary, type ParsedKey } from '../ssh-library.ts';
import { type KeyFile, parseKey, readKeyFile } from './ssh-key-file.ts';

/** Asks a person; undefined where nobody answers. `wrong`: what was given before did not fit. */
export type AskPassphrase = (file: string, wrong: boolean) => Promise<string | undefined>;

/** The keys in files, opened once for all hosts and kept in memory only. */
export type KeyRing = {
  readonly read: (path: string) => Promise<KeyFile>;
  /** Whether there is somebody to ask for a passphrase. */
  readonly canAsk: boolean;
  /** The key in a file with a passphrase. A person is asked once; undefined where they gave none that fits. */
  readonly unlock: (file: Extract<KeyFile, { readonly type: 'locked' }>) => Promise<ParsedKey | undefined>;
};

const MOST_TRIES = 3;

export function createKeyRing({
  askPassphrase,
}: {
  readonly askPassphrase?: AskPassphrase | undefined;
} = {}): KeyRing {
  const files = new Map<string, Promise<KeyFile>>();
  const keys = new Map<string, Promise<ParsedKey | undefined>>();
  // One question at a time.
  const oneByOne = createLimit(1);
  const read = async (path: string): Promise<KeyFile> => {
    const file = await readKeyFile(path, await loadSshLibrary());
    // What was of no use may be mended meanwhile.
    if (file.type === 'none') files.delete(path);
    return file;
  };
  return {
    canAsk: askPassphrase !== undefined,
    read: (path) => {
      const file = files.get(path) ?? read(path);
      files.set(path, file);
      return file;
    },
    unlock: ({ path, text }) => {
      const key = keys.get(path) ?? oneByOne(() => unlock({ path, text, askPassphrase }));
      keys.set(path, key);
      return key;
    },
  };
}

type Locked = {
  readonly path: string;
  readonly text: Buffer;
  readonly askPassphrase: AskPassphrase | undefined;
};

async function unlock({ path, text, askPassphrase }: Locked): Promise<ParsedKey | undefined> {
  const library = await loadSshLibrary();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const passphrase = await askPassphrase?.(path, tries > 0);
    if (passphrase === undefined) return undefined;
    const key = parseKey(text, library, passphrase);
    if (!(key instanceof Error)) return key;
  }
  return undefined;
}
