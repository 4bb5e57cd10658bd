import { isSafeRequest } from '../http-action.ts';
import type { Action, Step } from '../plan.ts';

// Guesses from words: a lint that goes by them should rather be silent than wrong.

const LOOKING =
  /^(?:re-?)?(?:checks?|checking|verif\w+|validat\w+|tests?|testing|smoke|looks?|looking|watch\w*|monitor\w*|inspect\w*|observ\w+|confirm\w*|reviews?|read|make sure|log ?in|compar\w+|counts?)\b(?![ -]?out\b)/i;
const LOOKING_ANYWHERE =
  /\b(?:verif\w+|validat\w+|check(?:s|ed|ing)?\b(?! ?out)|tests?|tested|testing|smoke|looks? (?:at|for)|inspect\w*|make sure|log ?in)\b/i;
const EXPECTING = /\b(?:still|works?|working|must|should|only (?:if|when))\b/i;
const TALKING =
  /\b(?:e?-?mails?|mailing|notif\w+|announce\w*|tell|inform|post|publish|messages? (?:to|of)|call|decide|decision|vote|go ?\/ ?no[- ]?go|wait|hold|prepare)\b/i;
const RUNNING = /\b(?:re-?start\w*|start\w*|stop\w*|shut\s?-?down|halt|drain\w*|quiesce|freeze|boot\w*)\b/i;
const SAVING = /\b(?:back(?:ing)? ?up|backups?|dump|snapshot|export)\b/i;
const CHANGING =
  /\b(?:deploy\w*|restor\w+|install\w*|apply|applies|upgrad\w+|migrat\w+|conver\w+|switch\w*|renam\w+|cop(?:y|ies)|replac\w+|remov\w+|delet\w+|promot\w+|undo|revert\w*|scripts?|roll\w*)\b/i;
const CLOSING =
  /\b(?:in(?:to)? maintenance|maintenance (?:mode )?on|(?:enable|begin|enter|turn on|switch on|set) (?:the )?maintenance)\b|^maintenance mode\b(?! (?:off|ends?|over))|^clos(?:e|ing) (?:the )?(?:\S+ )?(?:servers?|sites?|service|system|application|app|portal|\S*prod\S*|doors?)\b/i;
const OPENING =
  /\b(?:out of maintenance|maintenance (?:mode )?(?:off|ends?|over)|(?:disable|end|leave|exit|lift|turn off|switch off|remove|clear|drop) (?:the )?maintenance|re-?open\w*|opens?|opening|to (?:the )?public|back online|back in service|go live)\b/i;

const LOOKS = [
  /^(?:ls|cat|head|tail|grep|egrep|zgrep|df|du|ps|pgrep|uptime|ping|echo|printf|test|\[|true|sleep|date|hostname|id|stat|wc|diff|cmp|which|journalctl|curl -[sSfILk]+ \S+$|sha\d+sum|md5sum|\S*(?:check|verify|smoke|status|health)\S*)(?:\s|$)/,
  /^(?!(?:rm|mv|cp|touch|mkdir|chmod|chown|ln|tee|kill|dd)\s)\S+\s+(?:status|check|version|--version|is-active|list|show|ping|health)\b/,
];
const CHANGING_SQL =
  /\b(?:insert|update|delete|alter|create|drop|truncate|merge|grant|revoke|call|copy|do|rename|refresh|reindex|setval)\b/i;

/** The step looks at something and changes nothing. */
export function isCheck(step: Step): boolean {
  if (LOOKING.test(step.title)) return true;
  return step.actions.length > 0 && step.actions.every((action) => !changesSomething(action));
}

/** The step would show that something is wrong: it has a checklist or proves a marker, or speaks of checking. */
export function verifies(step: Step): boolean {
  const isProof = step.actions.length > 0 && step.actions.every(({ marker }) => marker?.verb === 'check');
  return step.checklist.length > 0 || isProof || LOOKING_ANYWHERE.test(step.title);
}

/** A sentence that says what has to be so. */
export function saysWhatToExpect(text: string): boolean {
  return LOOKING_ANYWHERE.test(text) || EXPECTING.test(text);
}

/** The step changes what runs in production, be it by hand. */
export function changes(step: Step): boolean {
  if (step.decision || step.hold || isCheck(step)) return false;
  if (step.actions.length > 0) return step.actions.some(changesSomething);
  return CHANGING.test(step.title) || !(TALKING.test(step.title) || SAVING.test(step.title));
}

/**
 * The step leaves something behind that can be taken back: not a stop, a start, a copy for the way back, a
 * message, or a door that is closed or opened.
 */
export function leavesTraces(step: Step): boolean {
  if (!changes(step)) return false;
  if (CHANGING.test(step.title) && !SAVING.test(step.title)) return true;
  return ![TALKING, RUNNING, SAVING, CLOSING, OPENING, /\bmaintenance\b/i].some((by) => by.test(step.title));
}

/** Turns maintenance mode on, by its title or by a command. */
export function closes(step: Step): boolean {
  return !opens(step) && wordsOf(step).some((words) => CLOSING.test(words));
}

/** Turns maintenance mode off, by its title or by a command. */
export function opens(step: Step): boolean {
  return wordsOf(step).some((words) => OPENING.test(words));
}

/** A command or statement that does more than look; a marker and a mail change nothing that runs. */
export function changesSomething({ kind, text, http, copy }: Action): boolean {
  switch (kind) {
    case 'sh':
      return writes(text) || commandsOf(text).some((command) => !LOOKS.some((looks) => looks.test(command)));
    case 'sql':
      return CHANGING_SQL.test(text.replace(/'(?:[^']|'')*'|--[^\n]*/g, ' '));
    case 'marker':
    case 'mail':
    case 'wait':
      return false;
    case 'js':
      return true;
    case 'copy':
      return copy?.files.some(({ verb }) => verb === 'put') === true;
    case 'http':
      return http !== undefined && !isSafeRequest(http.request);
  }
}

/** Into a file: neither `2>/dev/null` nor `2>&1` does. */
function writes(script: string): boolean {
  return /(?<!-)>/.test(script.replace(/\d?>{1,2}[ \t]{0,8}(?:\/dev\/null|&\d)/g, ' '));
}

function commandsOf(script: string): readonly string[] {
  return script
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n|&&|\|\||[;|]/)
    .map((command) => command.trim().replace(/^(?:!|if|then|else|while|do|sudo(?: -n)?)\s+/, ''))
    .filter((command) => command !== '' && !/^(?:#|(?:then|else|do|fi|done|\})$|set -|exit\b)/.test(command));
}

function wordsOf(step: Step): readonly string[] {
  return [step.title, ...step.actions.filter(({ kind }) => kind === 'sh').map(({ text }) => text)];
}
