import type { SshKey } from './ssh-keys.ts';

export type SshHostOptions = {
  readonly root: string;
  readonly host: string;
  readonly address: string;
  readonly hostKey: SshKey;
  readonly clientKey: SshKey;
  readonly pace: number;
};

export type RunningHost = { readonly port: number; readonly stop: () => Promise<void> };
