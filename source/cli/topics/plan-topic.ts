import { fileURLToPath, pathToFileURL } from 'node:url';
import { JSON_SCHEMA_FILE } from '../../plan/front-matter-json-schema.ts';
import { EXAMPLES, knownKeys } from '../../plan/front-matter-schema.ts';

/** `gonogo help plan`: the plan language on two screens. */
export function planTopic(): string {
  return `${PAGE}
Front matter
${frontMatterLines().join('\n')}

  For editors there is a JSON Schema of it; a comment as its first line names it:
  # yaml-language-server: $schema=${pathToFileURL(schemaFile()).href}

\`gonogo new\` writes a plan to begin with, \`gonogo check PLAN\` finds what is wrong with one, and
\`gonogo format --write PLAN\` puts it into its one form.
`;
}

/** The schema lies beside the bundle. */
export function schemaFile(): string {
  return fileURLToPath(new URL(JSON_SCHEMA_FILE, import.meta.url));
}

function frontMatterLines(): readonly string[] {
  return knownKeys.map((key) => {
    const mend = Object.entries(EXAMPLES).find(([known]) => known === key)?.[1] ?? '';
    return `  ${key.padEnd(10)} ${mend.replace(/^write /, '').replaceAll('`', '')}`;
  });
}

const PAGE = `A plan is Markdown with YAML between two lines --- at its top.

  ## During the maintenance window

  - (S + 35m Programmer) Deploy {{tag}} to the head node {#deploy-head after=scripts for=5m}

    What is written here is shown beside the step.

    \`\`\`sh on=@head timeout=5m
    setup-sakai-node.sh "$tag"
    \`\`\`

  - (S + 45m QC) Verification {#verify decision poll=qc,dba for=10m}
      - Both gradebooks still work
      - (Programmer) No new errors in the log

Headings
  Preparation..., Before...   before the window; its steps need no time
  Fall-back..., Rollback...   the way back; its steps count from D, the moment of the decision
  any other                   the maintenance window; its steps count from S
  {timeline=fallback}         says outright which it is: preparation, main or fallback

Step lines
  (S + 35m Programmer)        when it is due and whose it is: a role or a person, A + B for both
  {#id ...}                   attributes, in braces at the end of the line:
  after=a,b                   waits for these; without it, for all with an earlier offset
  undoes=a,b                  in the fallback: not needed where none of these ever ran
  confirm=dba                 who confirms once the work is done
  for=10m                     how long it takes; without it, until the next offset
  decision poll=qc,dba        go or no-go, and who says so
  hold                        time kept free, which takes up what is late
  auto                        starts by itself when it is due and ready
  required, risk=critical     can't be skipped; asks for its name, too
  no-return                   can't be undone, and asks once more
  nested bullets              a checklist: each passed, failed or not applicable

Fences that run
  sh [on=HOSTS] [cwd=DIR]     on these hosts, else here; variables are environment: "$tag"
     [batch=1,2,50%] [max-fail=1]   some hosts after others; how many may fail before no more begin
     [secrets=token]          these of the front matter as "$token", too
  js [cwd=DIR] [secrets=token]   a zx script, here: $, fs, hosts.app, vars.tag
  sql on=DATABASE             one fence is one query; several statements are one transaction
     [tx=statement] [expect=0] [rows=3] [lock-timeout=5s]   an \`expect\` fence after it holds a table
  marker on=DATABASE          set NAME, or check NAME: proves which database this is
  http [expect=2xx] [until=5m] [body="regex"] [json="$.status=UP"]
                              GET https://host/path, then headers, an empty line, the body
  wait [on=HOSTS] [timeout=30m]   for one of: until 05:30, until S + 45m, file /path, no file /path,
                              port host:8080, no port host:8080, query select ... (on=DATABASE)
  copy on=HOSTS [mode=0644]   a line a file: put FROM TO, or get FROM TO
  mail [subject="..."] [to=...] [attach=report]   the text, and a summary of the run
  timeout=5m, silence=2m      when it is given up; how long without output is worth a flag
  http, sh, sql or js in a nested bullet   a check of that item; whoever answers asks for it (a)

Hosts
  web[01-12/2], @group        a set of the front matter, or hosts; , and  ! without  & both  ^ one
  gonogo hosts 'web[1-4]'     shows what it means
`;
