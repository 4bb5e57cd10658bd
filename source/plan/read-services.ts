import type { FrontMatter } from './front-matter.ts';
import type { DatabaseRef, MailSettings } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { checkAddress } from './read-reference.ts';
import { isReserved } from './reserved.ts';

export type Databases = Readonly<Record<string, DatabaseRef>>;

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/;
const NAMED_ADDRESS = /^[^<>]*<([^<>]+)>$/;

/** Databases by name; undefined when they can't be read. */
export function readDatabases(front: FrontMatter, problems: ProblemList): Databases | undefined {
  const given = front.values.databases;
  if (given === undefined) return front.lacks('databases') ? {} : undefined;
  for (const [name, { url }] of Object.entries(given)) {
    if (!NAME.test(name) || isReserved(name)) {
      const place = front.keyPlaceOf(['databases', name]);
      problems.error({ ...place, message: `\`${name}\` can't be the name of a database` });
    }
    checkAddress({
      reference: url,
      schemes: ['postgres', 'postgresql'],
      path: ['databases', name, 'url'],
      front,
      problems,
    });
  }
  return given;
}

/** Undefined where the plan has none, or a wrong one. */
export function readMail(front: FrontMatter, problems: ProblemList): MailSettings | undefined {
  const mail = front.values.mail;
  if (mail === undefined) return undefined;
  checkAddress({
    reference: mail.server,
    schemes: ['smtp', 'smtps'],
    path: ['mail', 'server'],
    front,
    problems,
  });
  const to = receivers(mail.to);
  for (const [key, addresses] of [['from', [mail.from]] as const, ['to', to] as const]) {
    const wrong = addresses.find((address) => !isAddress(address));
    if (wrong === undefined) continue;
    problems.error({ ...front.placeOf(['mail', key]), message: `\`${wrong}\` is no mail address` });
  }
  return { server: mail.server, from: mail.from, to };
}

/** Receivers of a list, or of one text with commas. */
export function receivers(to: string | readonly string[]): readonly string[] {
  const list = typeof to === 'string' ? to.split(',') : to;
  return list.map((address) => address.trim()).filter((address) => address !== '');
}

export function isAddress(text: string): boolean {
  return ADDRESS.test(NAMED_ADDRESS.exec(text)?.[1] ?? text);
}
