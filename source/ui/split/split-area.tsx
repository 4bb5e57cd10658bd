import { Box } from 'ink';
import { useLayoutEffect } from 'react';
import { findStep } from '../../run/select.ts';
import { type HostState, hostStates } from '../../session/host-states.ts';
import type { Silences } from '../../session/silences.ts';
import type { Size } from '../layout.ts';
import { span } from '../line.ts';
import type { LogBody } from '../log/log-pane.ts';
import { Divider, Pane } from '../pane.tsx';
import type { ScreenProps } from '../screen.tsx';
import { paint } from '../theme.ts';
import { type PlacedPane, splitLayout } from './split-layout.ts';
import { splitPane } from './split-pane.ts';
import { paneSights, type Split } from './split-view.ts';

type AreaProps = { props: ScreenProps; silences: Silences; split: Split; size: Size };

/** Up to four logs at once; keys mean the one with the focus, and so does what is measured. */
export function SplitArea({ props, silences, split, size }: AreaProps) {
  const { theme, ascii, onMeasure } = props;
  const panes = split.sights.length - 1;
  const { rows, shown } = splitLayout({ ...size, panes, focus: Math.max(0, split.focus - 1) });
  const bodies = paneBodies({ props, silences, split, size }, rows.flat());
  const focused = bodies.get(split.focus - 1);
  useLayoutEffect(() => {
    onMeasure({
      ...(focused === undefined
        ? {}
        : { logHeight: focused.height, logTail: focused.tail ?? 1, logPage: focused.page }),
      logShown: focused?.shown ?? [],
      logBusy: [...bodies.values()].some(({ busy }) => busy),
      sheet: focused?.sheet,
      textRows: 0,
      seen: () => false,
    });
  });
  const note = span(` ${shown} of ${panes} panes fit on this screen: tab goes on to the others`, 'warn');
  return (
    <Box width={size.width} height={size.height} flexDirection="column" flexShrink={0} overflow="hidden">
      {rows.map((row) => (
        <Box key={row[0]?.pane} height={row[0]?.height ?? 0} flexShrink={0}>
          {row.flatMap(({ pane, width, height }, column) => [
            ...(column === 0
              ? []
              : [<Divider key={`bar ${pane}`} height={height} theme={theme} ascii={ascii} />]),
            <Pane
              key={pane}
              rows={bodies.get(pane)?.rows ?? []}
              width={width}
              height={height}
              ascii={ascii}
            />,
          ])}
        </Box>
      ))}
      {shown < panes && <Pane rows={[paint([note], theme)]} width={size.width} height={1} ascii={ascii} />}
    </Box>
  );
}

/** By the number of the pane, from 0. */
function paneBodies(
  { props, silences, split }: AreaProps,
  placed: readonly PlacedPane[],
): ReadonlyMap<number, LogBody> {
  const { state, session, view, now } = props;
  const { logs, usuals } = session;
  const sights = paneSights(view, split);
  const known = new Map<string, readonly HostState[]>();
  const bodies = new Map<number, LogBody>();
  for (const { pane, ...size } of placed) {
    const sight = sights[pane];
    const step = findStep(state, sight?.selected ?? '');
    if (sight === undefined || step === undefined) continue;
    const { id } = step;
    const states = known.get(id) ?? hostStates({ state, step, silences, now, written: logs.targets(id) });
    known.set(id, states);
    const own = { number: pane + 1, focused: pane === split.focus - 1, view: sight, size };
    bodies.set(pane, splitPane({ ...props, step, logs, usuals, silences, states, ...own }));
  }
  return bodies;
}
