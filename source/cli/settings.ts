import { homedir, hostname } from 'node:os';
import { resolve } from 'node:path';
import { defaultJournalPath } from '../journal/journal-path.ts';
import type { Plan } from '../plan/plan.ts';
import type { Recorded } from '../run/event.ts';
import type { Identity } from '../session/session.ts';
import type { Io } from './io.ts';
import { openPreferences } from './preferences.ts';

/** Options that many commands take; a flag wins over the environment, and that over the user's config. */
export type CommonOptions = {
  readonly journal?: string | undefined;
  readonly as?: string | undefined;
  readonly roles?: string | undefined;
  readonly sshConfig?: string | undefined;
};

export async function journalFile(options: CommonOptions, io: Io): Promise<string> {
  const named = options.journal ?? io.env.GONOGO_JOURNAL;
  if (named !== undefined && named !== '') return named;
  const preferences = await openPreferences({ env: io.env });
  return preferences.journal ?? defaultJournalPath({ env: io.env, home: homedir() });
}

/** Who is at this keyboard. Without `--roles` and preferences: everybody in the plan sits here. */
export async function identityFor({
  options,
  plan,
  io,
}: {
  options: CommonOptions;
  plan: Plan;
  io: Io;
}): Promise<IdentityResult> {
  const preferences = await openPreferences({ env: io.env });
  const person = options.as ?? io.env.GONOGO_AS ?? preferences.person;
  const named = listOf(options.roles ?? io.env.GONOGO_ROLES) ?? preferences.roles;
  if (named === undefined)
    return { type: 'known', identity: { person, roles: plan.roles.map(({ id }) => id) } };
  const roles = named.map((name) => name.toLowerCase());
  const foreign = roles.filter((role) => !plan.roles.some(({ id }) => id === role));
  const asked = options.roles !== undefined || io.env.GONOGO_ROLES !== undefined;
  // Preferences serve many plans: roles that this one lacks are no mistake there.
  if (foreign.length > 0 && asked) {
    const known = plan.roles.map(({ id }) => id).join(', ');
    return {
      type: 'invalid',
      message: `this plan has no role ${foreign.join(', ')}; its roles are ${known}`,
    };
  }
  return { type: 'known', identity: { person, roles: roles.filter((role) => !foreign.includes(role)) } };
}

export type IdentityResult =
  | { readonly type: 'known'; readonly identity: Identity }
  | { readonly type: 'invalid'; readonly message: string };

/** What was said now, or what this run was opened with before: a run must not reach other hosts after a break. */
export function sshConfigFile(
  options: CommonOptions,
  io: Io,
  events: readonly Pick<Recorded, 'event'>[] = [],
): string | undefined {
  const given = options.sshConfig ?? io.env.GONOGO_SSH_CONFIG;
  if (given !== undefined && given !== '') return resolve(given);
  const opened = events.map(({ event }) => event).findLast((event) => event.type === 'session.opened');
  return opened?.type === 'session.opened' ? opened.sshConfig : undefined;
}

export function thisHost(): string {
  return hostname();
}

function listOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}
