import type { BodyPart, Draft, DraftStep } from './draft.ts';
import { stepsIn } from './draft.ts';
import type { Hosts } from './name-hosts.ts';
import { short } from './short.ts';

type CodePart = Extract<BodyPart, { type: 'code' }>;

const SHELLS = /^(?:sh|bash|shell|zsh|console|shell-session|shellsession|terminal|ksh)$/i;
const PROMPT = /^(?:\[?([\w.-]+)@([\w.-]+)[^$#%>]{0,60}[$#%]|[$#%])\s+(?=\S)/;
const KNOWN =
  /^(?:sudo(?: -\S+)*\s+)?(?:systemctl|service|ssh|scp|rsync|curl|wget|cp|mv|rm|ln|tar|unzip|gzip|mkdir|chmod|chown|cat|grep|sed|awk|tail|head|ls|cd|echo|export|kill|pkill|docker|podman|kubectl|helm|git|svn|ansible(?:-playbook)?|terraform|psql|mysql|mysqldump|pg_dump|pg_restore|sqlplus|java|python3?|node|npm|yarn|mvn|ant|make|bash|sh|source|touch|crontab|apachectl|nginx|iptables|mount|umount|dig|ping|nc|openssl|aws|gcloud|az|rake|bundle|php|perl|\.\.?\/\S+|\/\S+\.sh|\/(?:usr|opt|etc|bin|sbin|home|srv|var)\/\S+)(?=\s|$)/;
const OPEN =
  /<[A-Za-z][\w .-]*>|\?{2,}|\bT(?:BD|BA|ODO)\b|\{\{|\bX{3,}\b|\.\.\.|[\u2018\u2019\u201c\u201d\u2026\u2013\u2014]/;

/**
 * Says of every piece of code whether it runs in the plan. It does only where a person plainly wrote it as a command
 * and the step names the hosts: anything else stays text, to be made a command by whoever knows better.
 */
export function findCommands(draft: Draft, hosts: Hosts): void {
  for (const step of stepsIn(draft)) {
    for (const part of step.body) {
      if (part.type !== 'code') continue;
      judge(part, step, { draft, place: hosts.placeOf(step) });
      if (part.info === 'text') withoutVariables(part, draft);
    }
  }
}

function judge(
  part: CodePart,
  step: DraftStep,
  { draft, place }: { readonly draft: Draft; readonly place: string | undefined },
): void {
  const guess = (read: string, sure: 'likely' | 'unsure') =>
    draft.guesses.push({ line: part.line, read, sure });
  const note = (text: string) => draft.notes.push({ line: part.line, text });
  const called = /^(?:pre|quoted|line)$/.test(part.language) ? '' : ` (${part.language})`;
  const shown = `\`${short(part.text)}\`${called}`;
  const command = commandIn(part);
  if (command === undefined) {
    note(`${shown} stays text: it is not plainly a command`);
    return;
  }
  if (OPEN.test(command.text)) {
    note(`${shown} stays text: something in it is still open`);
    return;
  }
  const on = command.host ?? place;
  if (on === undefined) {
    note(`${shown} stays text: the step names no host; as a command: \`\`\`sh on=HOST`);
    return;
  }
  if (called !== '' && part.language !== 'sh') note(`${shown} is written as \`sh\``);
  if (command.text !== part.text) note(`${shown} is written without its prompts`);
  guess(`a command for ${on} in \`${short(step.title)}\`: ${shown}`, command.sure);
  part.text = command.text;
  part.info = `sh on=${on}`;
}

/** In a plan they would be filled in, and unknown ones are an error. */
function withoutVariables(part: CodePart, { notes }: Draft): void {
  if (!part.text.includes('{{')) return;
  part.text = part.text.replaceAll('{{', '{ {');
  notes.push({ line: part.line, text: 'double braces are written `{ {`: the plan would fill them in' });
}

type Command = {
  readonly text: string;
  readonly host: string | undefined;
  readonly sure: 'likely' | 'unsure';
};

function commandIn({ text, language }: CodePart): Command | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const prompts = lines.map((line) => PROMPT.exec(line.trim()));
  if (lines.length === 0) return undefined;
  if (prompts.every((prompt) => prompt !== null)) {
    const hosts = [...new Set(prompts.map((prompt) => prompt?.[2]))];
    if (hosts.length > 1) return undefined;
    const bare = lines.map((line, index) => line.trim().slice(prompts[index]?.[0].length ?? 0));
    return { text: bare.join('\n'), host: hosts[0], sure: 'likely' };
  }
  // Prompts before some lines only: the others are what the host answered.
  if (prompts.some((prompt) => prompt !== null)) return undefined;
  if (SHELLS.test(language))
    return /^(?:console|shell-session|shellsession|terminal)$/i.test(language)
      ? undefined
      : { text, host: undefined, sure: 'likely' };
  const known = lines.every((line) => KNOWN.test(line.trim()) || /^\s*#\s/.test(line));
  return known && (language === 'pre' || language === 'quoted' || language === 'line')
    ? { text, host: undefined, sure: 'unsure' }
    : undefined;
}
