/** True for a line that tells of something gone wrong, as programs use to say it. */
export function looksWrong(text: string): boolean {
  return wrong.test(text);
}

const wrong =
  /\b(?:errors?|fail(?:ed|ure|ures|ing)?|fatal|exceptions?|panic(?:ked)?|traceback|denied|refused|aborted|killed|no such|not found|cannot|can't|timed out|critical|severe)\b/i;
