import { keyTypeOf } from '../host-keys/known-hosts-line.ts';
import type {
  AnyAuthMethod,
  IdentityCallback,
  ParsedKey,
  SignCallback,
  SigningRequestOptions,
  SshLibrary,
} from '../ssh-library.ts';
import { parseKey } from './ssh-key-file.ts';

export type LockedKeyOptions = {
  /** The public half. */
  readonly blob: Buffer;
  readonly username: string;
  readonly library: SshLibrary;
  /** Asked for only when the host has said that it takes this key. */
  readonly unlock: () => Promise<ParsedKey | undefined>;
};

/** Logs in with a key whose passphrase nobody was asked for yet. */
export function lockedKeyMethod({
  blob,
  username,
  library,
  unlock,
}: LockedKeyOptions): AnyAuthMethod | undefined {
  const shown = parseKey(`${keyTypeOf(blob)} ${blob.toString('base64')}`, library);
  if (shown instanceof Error) return undefined;
  class LockedKey extends library.BaseAgent<ParsedKey> {
    readonly #shown: ParsedKey;
    constructor(key: ParsedKey) {
      super();
      this.#shown = key;
    }
    override getIdentities(callback: IdentityCallback<ParsedKey>) {
      callback(undefined, [this.#shown]);
    }
    override sign(
      _key: ParsedKey,
      data: Buffer,
      options: SigningRequestOptions | SignCallback,
      callback?: SignCallback,
    ) {
      const [hash, done] = typeof options === 'function' ? [undefined, options] : [options.hash, callback];
      unlock().then(
        (key) => {
          const signed: Buffer | Error = key?.sign(data, hash) ?? new Error('the passphrase was not given');
          if (signed instanceof Error) done?.(signed);
          else done?.(undefined, signed);
        },
        (error: Error) => done?.(error),
      );
    }
  }
  return { type: 'agent', username, agent: new LockedKey(shown) };
}
