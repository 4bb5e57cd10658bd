/** What a column of a table holds. */
export type Column =
  | 'id'
  | 'title'
  | 'details'
  | 'time'
  | 'end'
  | 'length'
  | 'owner'
  | 'section'
  | 'command'
  | 'hosts'
  | 'note'
  | 'other';

const NAMES: readonly (readonly [Column, RegExp])[] = [
  ['id', /^(?:ref|id|nr|no|num|number|#|step (?:#|no\.?|number|id)|ticket|key|item (?:#|no\.?))\.?$/],
  ['end', /^(?:end|finish|until|to|stop|end time|finish time|planned end)$/],
  [
    'length',
    /^(?:(?:est(?:imated)?\.? ?)?(?:duration|length|minutes|mins?|time needed|effort|takes)(?: ?[([].*)?|est(?:imate)?\.?|time ?[([](?:mins?|minutes|m)[)\]])$/,
  ],
  [
    'time',
    /^(?:time|start|when|at|offset|begin|from|start time|planned start|planned time|scheduled|clock|t)(?: ?[([].*)?$/,
  ],
  [
    'owner',
    /^(?:owners?|who|resources?|roles?|responsible|responsibility|assignees?|assigned(?: to)?|persons?|people|by|performed by|done by|lead|actor|team|contact|executor)$/,
  ],
  ['section', /^(?:section|phase|timeline|stage|part|category|group)$/],
  ['command', /^(?:commands?|command line|script|cmd|code)$/],
  ['hosts', /^(?:hosts?|servers?|nodes?|machines?|targets?|system|where|environment)$/],
  [
    'note',
    /^(?:notes?|comments?|remarks?|status|done|result|outcome|check|sign-?off|completed?|actual.*|risk.*)$/,
  ],
  ['title', /^(?:summary|title|task|activity|action|name|what|step|item|event|work)(?: name| title)?$/],
  ['details', /^(?:steps|details?|description|instructions?|procedure|how|detail steps|what to do)$/],
];

export function columnOf(name: string): Column {
  const text = name
    .replace(/[*_`:]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  return NAMES.find(([, words]) => words.test(text))?.[0] ?? 'other';
}

/** The columns of a table's head; undefined where the cells name none, so that they are a row like any other. */
export function columnsOf(cells: readonly string[]): readonly Column[] | undefined {
  const columns = cells.map(columnOf);
  const known = new Set(columns.filter((column) => column !== 'other'));
  const says = columns.includes('title') || columns.includes('details') || columns.includes('command');
  if (known.size < 2 || !says) return undefined;
  if (!columns.includes('title') && columns.includes('details'))
    return columns.with(columns.indexOf('details'), 'title');
  return columns;
}

/** The head of a table of steps: a table of roles or hosts is none. */
export function isStepTable(cells: readonly string[]): boolean {
  return columnsOf(cells) !== undefined;
}
