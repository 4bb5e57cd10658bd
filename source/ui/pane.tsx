import { Box, Text } from 'ink';
import { toAscii } from './glyphs.ts';

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
