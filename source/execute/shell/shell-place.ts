import type { ChannelOrder, Refused, ShellChannel } from './shell-channel.ts';

/** A place that can run `sh -s`: this machine, or a host. */
export type ShellPlace = {
  /** For messages: `this machine`, `sakaiprod1`. */
  readonly name: string;
  /** `fresh` wants another way than the one that stands. Nothing is sent once it is abandoned. */
  readonly run: (order: ChannelOrder, how: HowToRun) => Promise<PlaceStart>;
};

export type HowToRun = { readonly which: 'kept' | 'fresh'; readonly abandon?: AbortSignal | undefined };

/** Until it is `started` nothing of the input was sent. */
export type PlaceStart =
  | { readonly type: 'started'; readonly channel: ShellChannel; readonly hostKey: string | undefined }
  | Refused
  | { readonly type: 'abandoned' };
