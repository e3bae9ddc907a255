const NUMBER = /^-?\d+(\.\d+)?$/;

/** Lays texts out in columns as wide as their widest cell; columns of numbers stand to the right. */
export function formatTable(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = names.map((name, i) =>
    rows.reduce((widest, row) => Math.max(widest, (row[i] ?? '').length), name.length),
  );
  const right = names.map((_, i) => rows.length > 0 && rows.every((row) => row[i] === '' || NUMBER.test(row[i] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (right[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(names), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
