import { readFile } from 'node:fs/promises';
import type { SshAnswer } from './ssh-ask.ts';
import { patternMatches } from './ssh-pattern.ts';
import type { SettingLines } from './ssh-settings-lines.ts';
import type { SshTarget } from './ssh-target.ts';

type Ask = (target: SshTarget) => Promise<SshAnswer>;

/**
 * Asks for two hosts of a kind and concludes for the others: those that no `Host` pattern tells apart, where the two
 * answers differ in the host's name only. 200 questions to ssh would cost as much as connecting.
 */
export function askOncePerKind(ask: Ask): Ask {
  const kinds = new Map<string, Kind>();
  let patterns: Promise<readonly string[] | undefined> | undefined;
  return async (target) => {
    if (!isSimple(target)) return ask(target);
    const name = target.host;
    const first = patterns === undefined ? ask(target) : undefined;
    patterns ??= (first ?? ask(target)).then(patternsOf);
    const known = await patterns;
    if (known === undefined) return first ?? ask(target);
    const key = kindOf(name, known);
    const kind = kinds.get(key) ?? { samples: [], template: undefined };
    kinds.set(key, kind);
    if (kind.samples.length < 2) {
      const answer = first ?? ask(target);
      kind.samples.push({ name, answer });
      return answer;
    }
    kind.template ??= templateOf(kind.samples);
    const template = await kind.template;
    return template === undefined ? (first ?? ask(target)) : filled(template, name);
  };
}

type Sample = { readonly name: string; readonly answer: Promise<SshAnswer> };
type Template = Extract<SshAnswer, { readonly type: 'answered' }>;
type Kind = { readonly samples: Sample[]; template: Promise<Template | undefined> | undefined };

/** ssh changes nothing in such a name, and it is no address. */
function isSimple({ host, user, port }: SshTarget): boolean {
  return user === undefined && port === undefined && /^[a-z][a-z0-9_.-]*$/.test(host);
}

/** Every pattern that a host's name is compared with; undefined where more than names decides. */
async function patternsOf(answer: SshAnswer): Promise<readonly string[] | undefined> {
  if (answer.type !== 'answered' || answer.files.length === 0) return undefined;
  if (/^(yes|always|true)$/.test(answer.lines.get('canonicalizehostname')?.[0] ?? '')) return undefined;
  const patterns: string[] = [];
  for (const file of answer.files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const found = patternsIn(text);
    if (found === undefined) return undefined;
    patterns.push(...found);
  }
  return patterns;
}

function patternsIn(text: string): readonly string[] | undefined {
  const patterns: string[] = [];
  for (const line of text.split('\n')) {
    const [, keyword = '', values = ''] = /^\s*(host|match|include)\b[\s=]*(.*)$/i.exec(line) ?? [];
    // Which file is read may hang on the name, too.
    if (/include/i.test(keyword) && /[%$]/.test(values)) return undefined;
    if (/match/i.test(keyword) && !/^(final\s+)?all\s*$/i.test(values)) return undefined;
    if (/host/i.test(keyword)) patterns.push(...(values.match(/[^\s",!]+/g) ?? []));
  }
  return patterns;
}

/** Two names of one kind are told apart by no pattern, in whichever case of letters. */
function kindOf(name: string, patterns: readonly string[]): string {
  return patterns
    .flatMap((pattern) => [patternMatches(pattern, name), patternMatches(pattern.toLowerCase(), name)])
    .map(Number)
    .join('');
}

// No name and no setting has this character.
const NAME = '\0';

async function templateOf(samples: readonly Sample[]): Promise<Template | undefined> {
  const [one, two] = samples;
  if (one === undefined || two === undefined) return undefined;
  const [a, b] = await Promise.all([one.answer, two.answer]);
  if (a.type !== 'answered' || b.type !== 'answered' || a.lines.size !== b.lines.size) return undefined;
  const lines = new Map<string, readonly string[]>();
  for (const [setting, values] of a.lines) {
    const others = b.lines.get(setting) ?? [];
    const template = values.map((value, index) =>
      value === others[index] ? value : value.replaceAll(one.name, NAME),
    );
    const same = template.map((value) => value.replaceAll(NAME, two.name));
    if (others.length !== same.length || same.some((value, index) => value !== others[index]))
      return undefined;
    lines.set(setting, template);
  }
  return { ...a, lines };
}

function filled(template: Template, name: string): SshAnswer {
  const lines: SettingLines = new Map(
    [...template.lines].map(([setting, values]) => [
      setting,
      values.map((value) => value.replaceAll(NAME, name)),
    ]),
  );
  return { ...template, lines };
}
