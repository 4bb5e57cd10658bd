import type { OutputHit, OutputSearch } from '../../session/output-search.ts';
import type { ReplayControls, Session } from '../../session/session.ts';
import { withoutStyles } from '../../session/terminal-text.ts';
import { type LogLook, type LogMove, reveal } from '../log/log-keys.ts';
import { formatCount } from '../log/sought-line.ts';
import type { Message } from '../view.ts';

/** Goes from one line that is looked for to the next, through the whole run. */
export type ReplaySearch = {
  /** From the position on; settles once it is there. */
  readonly begin: (text: string) => Promise<void>;
  readonly step: (by: 1 | -1) => void;
};

export type ReplaySearchParts = {
  readonly session: Session;
  readonly replay: ReplayControls;
  readonly look: () => LogLook;
  readonly perform: (move: LogMove) => void;
  readonly say: (tone: Message['tone'], text: string) => void;
  /** Lets keys in between. */
  readonly pause: () => Promise<void>;
};

export function createReplaySearch(parts: ReplaySearchParts): ReplaySearch {
  const { session, replay, look, perform, say, pause } = parts;
  let search: OutputSearch | undefined;
  let wanted = '';
  /** Which hit it stands on, as long as nobody has moved away. */
  let stands: { readonly index: number; readonly at: number } | undefined;

  function go(index: number, around: string | undefined): void {
    const hits = search?.hits() ?? [];
    const hit = hits[index];
    if (hit === undefined) {
      say('warn', search?.status() === 'busy' ? 'still searching' : `${wanted} is nowhere in the output`);
      return;
    }
    replay.pause();
    replay.seek(hit.at);
    stands = { index, at: session.clock.now() };
    perform(landOn(hit, wanted, look));
    const count = `${formatCount(index + 1)} of ${formatCount(hits.length)}${more(search)} in all output`;
    say('good', around === undefined ? count : `${count}, ${around}`);
  }

  function nextIndex(by: 1 | -1): number {
    const hits = search?.hits() ?? [];
    const now = session.clock.now();
    if (stands?.at === now) return stands.index + by;
    return by === 1 ? hits.findIndex(({ at }) => at > now) : hits.findLastIndex(({ at }) => at < now);
  }

  return {
    begin: async (text) => {
      const begun = replay.search(text);
      search = begun;
      wanted = text;
      stands = undefined;
      const now = session.clock.now();
      let said = -1;
      while (begun.status() === 'busy') {
        // Another key takes the message away, and the search goes on.
        if (begun.percent() !== said) {
          said = begun.percent();
          say('good', `searching all output … ${said} %`);
        }
        await begun.advance();
        await pause();
        // Another search has taken its place.
        if (search !== begun) return;
      }
      if (begun.status() === 'slow') {
        say('bad', 'this pattern takes too long: search for something simpler');
        return;
      }
      const from = begun.hits().findIndex(({ at }) => at >= now);
      go(Math.max(0, from), from === -1 ? noneLater : undefined);
    },
    step: (by) => {
      const count = search?.hits().length ?? 0;
      const next = nextIndex(by);
      if (next >= 0 && next < count) go(next, undefined);
      else if (by === 1) go(0, noneLater);
      else go(count - 1, noneEarlier);
    },
  };
}

/** The step, the host where there are several, and the line. */
function landOn(hit: OutputHit, wanted: string, look: () => LogLook): LogMove {
  const { logs, view } = look();
  const target = logs.targets(hit.step).length > 1 ? hit.target : undefined;
  const { end } = logs.extent(hit.step, target);
  const lines = logs.read({ step: hit.step, target, from: Math.max(0, end - mostBack), to: end });
  const at = lines.findLastIndex(
    ({ text, attempt }) => attempt === hit.attempt && withoutStyles(text) === hit.text,
  );
  const number = at === -1 ? undefined : end - lines.length + at;
  return reveal({ view, step: hit.step, target, number, search: wanted });
}

function more(search: OutputSearch | undefined): string {
  return search?.status() === 'full' ? ' and more' : '';
}

const noneLater = 'none later: the first';
const noneEarlier = 'none earlier: the last';
/** What was written at the same moment stands behind it. */
const mostBack = 2000;
