/** A running `sh -s`, on this machine or on a host, with its streams. */
export type ShellChannel = {
  /** More for its stdin, after what it was started with. Does nothing once it has ended. */
  readonly write: (text: string) => void;
  /** Holds its output back, at the source, until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Settles once its output is complete, or nothing more can come. Never rejects. */
  readonly ended: Promise<ChannelEnd>;
  /** Gives it up; what it has started may go on. */
  readonly close: () => void;
};

export type ChannelEnd =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'signalled'; readonly signal: string }
  /** A lost connection tells no exit code, and none is never 0. */
  | { readonly type: 'lost'; readonly reason: string };

export type ChannelOrder = {
  /** For the shell's stdin, which stays open after it. */
  readonly input: string;
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
};

/** Until it is `started` nothing of the input was sent. */
export type ChannelStart =
  | { readonly type: 'started'; readonly channel: ShellChannel }
  | { readonly type: 'failed'; readonly reason: string };

/** An open, verified, logged in way to a host. */
export type HostConnection = {
  /** SHA256:… of the key the host showed; undefined where the transport doesn't tell. */
  readonly hostKey: string | undefined;
  readonly isOpen: () => boolean;
  /** Whether the host takes one more command beside those that run. */
  readonly hasRoom: () => boolean;
  /** Runs `sh -s`. */
  readonly run: (order: ChannelOrder) => Promise<ChannelStart>;
  /** Its files; missing where the transport has no way to them. */
  readonly files?: (() => Promise<FilesStart>) | undefined;
  /** Settles when the connection is gone, a second at most. */
  readonly close: () => Promise<void>;
};

export type FilesStart =
  | { readonly type: 'started'; readonly files: HostFiles }
  | { readonly type: 'failed'; readonly reason: string };

/** The files of a host. All but `close` reject with what the host said. */
export type HostFiles = {
  /** Of the name itself, not of what a link leads to; undefined: nothing has this name. */
  readonly facts: (path: string) => Promise<FileFacts | undefined>;
  readonly setOwner: (path: string, owner: Pick<FileFacts, 'uid' | 'gid'>) => Promise<void>;
  readonly put: (from: string, to: string, onProgress: (bytes: number) => void) => Promise<void>;
  readonly get: (from: string, to: string, onProgress: (bytes: number) => void) => Promise<void>;
  /** Gives up what is under way. */
  readonly close: () => void;
};

export type FileFacts = {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  /** Permissions only. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
};

export type HostOpening = { readonly type: 'open'; readonly connection: HostConnection } | Refused;

/** There is no way in. */
export type Refused = {
  readonly type: 'refused';
  readonly reason: string;
  /** SHA256:… of the key the host showed. */
  readonly hostKey: string | undefined;
  /** `passing`: a later try may succeed (unreachable, cut off). `final`: key or login refused; don't try again. */
  readonly kind: 'passing' | 'final';
};

/** sshd allows ten sessions a connection; a kill must always find one free. */
export const channelsPerConnection = 8;

/** Keeps the ways to hosts, one a host where it can; the steps of a host share them. */
export type Transport = {
  /** A connection with room for one more command: one that stands, or a new one. `fresh` wants a new one. */
  readonly connection: (host: string, which?: 'kept' | 'fresh') => Promise<HostOpening>;
  readonly close: () => Promise<void>;
};
