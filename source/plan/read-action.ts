import type { Code } from 'mdast';
import {
  type Attribute,
  type Attributes,
  type Misplaced,
  parseAttributes,
  reportUnknown,
} from './attributes.ts';
import { placeOf } from './markdown.ts';
import { reportOther } from './other-fence.ts';
import type { Action, ActionKind } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { readLength, readText } from './read-attribute.ts';
import { readCopy } from './read-copy.ts';
import { readFanOut } from './read-fan-out.ts';
import { type HttpFence, readHttp } from './read-http.ts';
import { readPlace } from './read-place.ts';
import { readSecretNames } from './read-secrets.ts';
import { isAddress, receivers } from './read-services.ts';
import { readSql, SQL_ATTRIBUTES, SQL_MISPLACED } from './read-sql.ts';
import { readWait } from './read-wait.ts';
import { readWatch } from './read-watch.ts';
import type { Settings } from './settings.ts';
import { warnOfBraces } from './warn-of-braces.ts';

const KINDS: readonly ActionKind[] = ['sh', 'sql', 'marker', 'mail', 'http', 'wait', 'copy', 'js'];
const KNOWN: Readonly<Record<ActionKind, readonly string[]>> = {
  sh: ['on', 'timeout', 'silence', 'batch', 'max-fail', 'cwd', 'secrets', 'watch'],
  sql: ['on', 'timeout', 'silence', ...SQL_ATTRIBUTES],
  marker: ['on', 'timeout'],
  mail: ['timeout', 'subject', 'to', 'attach'],
  http: [
    ...['on', 'batch', 'max-fail', 'timeout', 'until', 'interval'],
    ...['expect', 'header', 'body', 'json', 'redirects', 'ca'],
  ],
  wait: ['on', 'timeout', 'interval', 'row'],
  js: ['timeout', 'silence', 'cwd', 'secrets'],
  copy: ['on', 'batch', 'max-fail', 'timeout', 'mode'],
};
const MISPLACED: Misplaced = {
  retries: {
    severity: 'error',
    message: 'is not supported: only a person tries again what failed',
    mend: 'leave it out, or repeat within the command what may be repeated',
  },
  user: {
    severity: 'error',
    message: 'is not supported: a command runs as the user who logs in',
    mend: 'write `sudo -n -u NAME ...` in the command, or name the user in your ssh configuration',
  },
  batch: { severity: 'error', message: 'is for what runs on hosts', mend: 'leave it out' },
  'max-fail': { severity: 'error', message: 'is for what runs on hosts', mend: 'leave it out' },
  secrets: {
    severity: 'error',
    message: 'is for `sh` and `js`: a server may write what it is sent into its own log',
    mend: 'leave it out',
  },
  silence: { severity: 'error', message: 'is for `sh`, `js` and `sql`', mend: 'leave it out' },
  watch: {
    severity: 'error',
    message: 'is for `sh` in a step: `sql` tells how far it is by itself',
    mend: 'leave it out',
  },
  on: { severity: 'error', message: 'has no meaning here', mend: 'leave it out: it runs from this machine' },
  auto: {
    severity: 'error',
    message: 'is for a step, and for the check of a checklist item',
    mend: "write `{auto}` at the end of the step's line",
  },
  ...SQL_MISPLACED,
};
const FANS_OUT: readonly ActionKind[] = ['sh', 'http', 'copy'];
const ONLY_IN_STEPS: readonly string[] = ['batch', 'max-fail', 'watch'];
const NO_FAN_OUT = { batch: [], maxFail: undefined };
export type ActionContext = {
  readonly text: string;
  readonly settings: Settings;
  readonly problems: ProblemList;
  /** In an item of a checklist a fence is a look that helps whoever answers. */
  readonly within?: 'item' | undefined;
};

/** A fence of a step: an action, or undefined when it is only to be shown, or wrong. */
export function readAction(fence: Code, index: number, context: ActionContext): Action | undefined {
  const { problems } = context;
  const info = readInfo(fence, context.text);
  const kind = KINDS.find((known) => known === info.name);
  if (kind === undefined) {
    reportOther(info, { kinds: KINDS, problems });
    return undefined;
  }
  const { attributes } = info;
  if (context.within === 'item') checkItemKind(kind, info, problems);
  if (attributes.id !== undefined) {
    problems.error({ ...attributes.id, message: 'an action has no id of its own' });
  }
  reportUnknown({
    attributes,
    known: knownOf(kind, context.within),
    misplaced: MISPLACED,
    problems,
    where: `\`${kind}\``,
  });
  if (fence.value.trim() === '' && kind !== 'mail') {
    problems.error({ ...info.place, message: `this \`${kind}\` does nothing: it is empty` });
  }
  warnOfBraces(info, { kind, text: fence.value, vars: context.settings.vars ?? {}, problems });
  const on = readPlace({ kind, text: fence.value, info, settings: context.settings, problems });
  return {
    kind,
    index,
    line: problems.lineOf(info.place.offset),
    text: fence.value,
    on,
    ...readPatience(attributes, problems),
    ...(FANS_OUT.includes(kind) ? readFanOut({ kind, attributes, on, problems }) : NO_FAN_OUT),
    cwd: readText(attributes.entries.get('cwd'), problems),
    secrets:
      kind === 'sh' || kind === 'js'
        ? readSecretNames({ attributes, known: context.settings.secrets, problems })
        : [],
    sql: kind === 'sql' ? readSql({ text: fence.value, attributes, place: info.place, problems }) : undefined,
    marker: kind === 'marker' ? readMarker(fence, info, problems) : undefined,
    subject: kind === 'mail' ? readText(attributes.entries.get('subject'), problems) : undefined,
    to: kind === 'mail' ? readReceivers(attributes.entries.get('to'), problems) : undefined,
    attach: kind === 'mail' ? readAttachment(attributes.entries.get('attach'), problems) : undefined,
    watch: readWatch({ kind, attributes, databases: context.settings.databases, problems }),
    ...readOwn(kind, {
      text: fence.value,
      attributes,
      on,
      vars: context.settings.vars,
      problems,
      place: info.place,
    }),
  };
}

function knownOf(kind: ActionKind, within: ActionContext['within']): readonly string[] {
  if (within === undefined) return KNOWN[kind];
  return [...KNOWN[kind].filter((key) => !ONLY_IN_STEPS.includes(key)), 'auto'];
}

function checkItemKind(kind: ActionKind, { place }: FenceInfo, problems: ProblemList): void {
  if (kind !== 'mail' && kind !== 'wait' && kind !== 'marker' && kind !== 'copy') return;
  const message = `\`${kind}\` is no check of a checklist item`;
  const mend = 'indent it like the other text of its step, or look with `http`, `sh` or `sql`';
  problems.error({ ...place, message, mend });
}

/** What only one kind has. */
function readOwn(kind: ActionKind, fence: HttpFence): Partial<Action> {
  if (fence.text.trim() === '') return {};
  if (kind === 'copy') return { copy: readCopy(fence) };
  if (kind === 'wait') return { wait: readWait(fence) };
  return kind === 'http' ? { http: readHttp(fence) } : {};
}

/** Would a fence of this name run if it stood in a step? */
export function isActionFence(fence: Code): boolean {
  const name = fence.lang ?? '';
  return KINDS.some((kind) => kind === name);
}

export type FenceInfo = {
  readonly name: string;
  readonly attributes: Attributes;
  /** The name itself; the fence's ticks where it has none. */
  readonly place: { readonly offset: number; readonly length: number };
};

/** Read from the text, since Markdown's own reading of it would take away backslashes. */
function readInfo(fence: Code, text: string): FenceInfo {
  const { start, end } = placeOf(fence);
  const line = /^[^\r\n]*/.exec(text.slice(start, end))?.[0] ?? '';
  const [whole, ticks = '', name = ''] = /^([`~]+[ \t]*)(\S*)/.exec(line) ?? [''];
  const offset = name === '' ? start : start + ticks.length;
  return {
    name,
    attributes: parseAttributes(line.slice(whole.length), start + whole.length),
    place: { offset, length: name === '' ? 3 : name.length },
  };
}

function readPatience({ entries }: Attributes, problems: ProblemList): Pick<Action, 'timeout' | 'silence'> {
  const timeout = readLength(entries.get('timeout'), 'timeout', problems);
  const given = entries.get('silence');
  const silence = readLength(given, 'length of silence', problems);
  if (given !== undefined && timeout !== undefined && silence !== undefined && silence >= timeout) {
    const message = '`silence` has no effect: the timeout comes first';
    problems.warning({ ...given, message, mend: 'make it shorter than `timeout`' });
  }
  return { timeout, silence };
}

function readReceivers(
  attribute: Attribute | undefined,
  problems: ProblemList,
): readonly string[] | undefined {
  const text = readText(attribute, problems);
  if (text === undefined || attribute === undefined) return undefined;
  const to = receivers(text);
  const wrong = to.find((address) => !isAddress(address));
  if (wrong !== undefined) problems.error({ ...attribute, message: `\`${wrong}\` is no mail address` });
  return to;
}

function readAttachment(attribute: Attribute | undefined, problems: ProblemList): Action['attach'] {
  if (attribute === undefined) return undefined;
  if (attribute.value === 'report') return 'report';
  const message = `\`${attribute.value ?? ''}\` can't go with a mail`;
  problems.error({ ...attribute, message, mend: 'write `attach=report`, or leave it out' });
  return undefined;
}

function readMarker(fence: Code, info: FenceInfo, problems: ProblemList): Action['marker'] {
  const [, verb, name = ''] = /^\s*(set|check)[ \t]+([A-Za-z0-9][\w.-]*)\s*$/.exec(fence.value) ?? [];
  if (verb === 'set' || verb === 'check') return { verb, name };
  if (fence.value.trim() !== '') {
    const message = 'a marker holds one line, `set NAME` or `check NAME`';
    problems.error({
      ...info.place,
      message,
      mend: 'a name is one word of letters, digits, `.`, `_` and `-`',
    });
  }
  return undefined;
}
