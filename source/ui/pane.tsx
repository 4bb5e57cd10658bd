import { Box, Text } from 'ink';
import { memo } from 'react';
import { glyphs, toAscii } from './glyphs.ts';
import { span } from './line.ts';
import { paint, type Theme } from './theme.ts';

/** Painted rows, each already as wide as it may be, in one text: the cheapest thing to lay out. */
export function Pane({
  rows,
  width,
  height,
  ascii,
}: {
  readonly rows: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly ascii: boolean;
}) {
  const text = rows.slice(0, height).join('\n');
  return (
    <Box width={width} height={height} flexShrink={0} overflow="hidden">
      <Text wrap="truncate-end">{ascii ? toAscii(text) : text}</Text>
    </Box>
  );
}

/** A bar between two panes. */
export const Divider = memo(function Divider({
  height,
  theme,
  ascii,
}: {
  height: number;
  theme: Theme;
  ascii: boolean;
}) {
  const bar = paint([span(glyphs.vertical, 'dim')], theme);
  return <Pane rows={Array.from({ length: height }, () => bar)} width={1} height={height} ascii={ascii} />;
});
