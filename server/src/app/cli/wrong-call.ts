/** A command was called wrongly, or given what it cannot use: a line for each thing that is wrong. Ends with 2. */
export class WrongCall extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}
