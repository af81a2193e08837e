/** Where a command of `rsc` writes: what was asked for, and what went wrong. */
export interface CommandOutput {
  write(text: string): void;
  warn(text: string): void;
}
