/** Where the library says what it does; the CLI gives it winston, tests and embedders whatever they like. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}
