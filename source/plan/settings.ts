import type { FrontMatter } from './front-matter.ts';
import type { MailSettings, Role, Window } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { type Groups, readGroups } from './read-groups.ts';
import { readRoles } from './read-roles.ts';
import { readSecrets, type Secrets } from './read-secrets.ts';
import { type Databases, readDatabases, readMail } from './read-services.ts';
import { readVars } from './read-vars.ts';
import { readWindow } from './read-window.ts';
import type { Variables } from './variables.ts';

/** What the steps may refer to. Undefined: its part of the front matter is wrong, so nothing can be said of it. */
export type Settings = {
  readonly window: Window | undefined;
  readonly roles: readonly Role[] | undefined;
  readonly groups: Groups | undefined;
  readonly databases: Databases | undefined;
  readonly mail: MailSettings | undefined;
  /** There is a `mail:`, right or wrong, or there may be one. */
  readonly hasMail: boolean;
  readonly vars: Variables | undefined;
  readonly secrets: Secrets | undefined;
};

export function readSettings(front: FrontMatter, problems: ProblemList): Settings {
  return {
    window: readWindow(front, problems),
    roles: readRoles(front, problems),
    groups: readGroups(front, problems),
    databases: readDatabases(front, problems),
    mail: readMail(front, problems),
    hasMail: !front.lacks('mail'),
    vars: readVars(front, problems),
    secrets: readSecrets(front, problems),
  };
}
