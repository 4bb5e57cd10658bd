import type { AnyAuthMethod, ParsedKey, SshLibrary } from '../ssh-library.ts';
import type { SshSettings } from '../ssh-settings/ssh-settings.ts';
import type { Timers } from '../timers.ts';
import type { KeyRing } from './key-ring.ts';
import { type AgentKeys, agentKeys } from './ssh-agent.ts';
import type { KeyFile } from './ssh-key-file.ts';
import { lockedKeyMethod } from './ssh-locked-key.ts';

/** One way to log in, made when its turn has come; undefined where it can't be had. */
export type LoginMethod = () => Promise<AnyAuthMethod | undefined>;

/** What can be tried to log in, and what a person must know when none of it is taken. */
export type Identities = {
  /** In the order to try; `onAsking` is called around the time that a person takes to answer. */
  readonly methods: (onAsking: (asking: boolean) => void) => readonly LoginMethod[];
  /** `2 keys of the agent`, `/home/me/.ssh/id_ed25519`. */
  readonly tried: readonly string[];
  /** What could not be used, and what to do; grows while logging in. */
  readonly notes: readonly string[];
};

export type IdentitiesOptions = {
  readonly settings: SshSettings;
  readonly library: SshLibrary;
  readonly keyRing: KeyRing;
  readonly timers: Timers;
};

/** Agent keys first, those of the identity files before the others, then the key files themselves. */
export async function gatherIdentities(options: IdentitiesOptions): Promise<Identities> {
  const { keyRing } = options;
  const held = await heldKeys(options);
  const { agentMethod } = held;
  const usable = held.files.filter(
    (file) => file.type === 'private' || (file.type === 'locked' && keyRing.canAsk),
  );
  const locked = held.files.filter((file) => file.type === 'locked' && !keyRing.canAsk);
  const notes = [
    ...held.notes,
    ...locked.map(({ path }) => `${path} has a passphrase: load it into the ssh agent (ssh-add ${path})`),
  ];
  const note = (text: string) => notes.push(text);
  return {
    methods: (onAsking) => [
      ...(agentMethod === undefined ? [] : [async () => agentMethod]),
      ...usable.map((file) => () => fileMethod({ ...options, file, note, onAsking })),
    ],
    tried: [...(held.tried === undefined ? [] : [held.tried]), ...usable.map(({ path }) => path)],
    notes,
  };
}

export type HeldKeys = {
  readonly agentMethod: AnyAuthMethod | undefined;
  /** `2 keys of the agent`. */
  readonly tried: string | undefined;
  /** The identity files that the agent doesn't hold, in order. */
  readonly files: readonly KeyFile[];
  readonly notes: readonly string[];
};

/** What the agent holds for a host, and which identity files it doesn't hold. */
export async function heldKeys(options: IdentitiesOptions): Promise<HeldKeys> {
  const { settings, library, keyRing, timers } = options;
  const files = await Promise.all(settings.identityFiles.map(keyRing.read));
  const agent = await agentKeys({ socket: settings.identityAgent, library, timers });
  const named = files.flatMap(({ blob }) => (blob === undefined ? [] : [blob]));
  const chosen = agent.type === 'keys' ? order({ agent, named, only: settings.identitiesOnly }) : [];
  const others = files.filter(
    ({ blob }) => blob === undefined || !chosen.some((key) => key.getPublicSSH().equals(blob)),
  );
  const count = `${chosen.length} ${chosen.length === 1 ? 'key' : 'keys'} of the agent`;
  return {
    agentMethod: agent.type === 'keys' && chosen.length > 0 ? agent.method(chosen, settings.user) : undefined,
    tried: chosen.length > 0 ? count : undefined,
    files: others,
    notes: [
      ...(agent.type === 'unusable' ? [agent.reason] : []),
      ...others.flatMap((file) => (file.type === 'none' && file.note !== undefined ? [file.note] : [])),
    ],
  };
}

function order(keys: { agent: AgentKeys; named: readonly Buffer[]; only: boolean }): readonly ParsedKey[] {
  const rank = (key: ParsedKey) => keys.named.findIndex((blob) => blob.equals(key.getPublicSSH()));
  const first = keys.agent.keys.filter((key) => rank(key) !== -1).sort((a, b) => rank(a) - rank(b));
  // A server takes only a few tries: offering every key of a full agent would lock us out.
  return keys.only ? first : [...first, ...keys.agent.keys.filter((key) => rank(key) === -1)];
}

type FileMethod = IdentitiesOptions & {
  readonly file: KeyFile;
  readonly note: (text: string) => void;
  readonly onAsking: (asking: boolean) => void;
};

async function fileMethod(options: FileMethod): Promise<AnyAuthMethod | undefined> {
  const { file, settings, library, keyRing, onAsking, note } = options;
  const username = settings.user;
  if (file.type === 'private') return { type: 'publickey', username, key: file.key };
  if (file.type !== 'locked') return undefined;
  const unlock = async () => {
    onAsking(true);
    const key = await keyRing.unlock(file);
    onAsking(false);
    if (key === undefined) note(`${file.path} stays locked: its passphrase was not given`);
    return key;
  };
  if (file.blob !== undefined) return lockedKeyMethod({ blob: file.blob, username, library, unlock });
  const key = await unlock();
  return key === undefined ? undefined : { type: 'publickey', username, key };
}
