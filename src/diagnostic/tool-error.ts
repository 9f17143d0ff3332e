/**
 * The tool could not do its job (usage, configuration, missing file): shown as title, detail and help, exit code 2.
 * Findings about the code under study are `Diagnostic` values and never thrown.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';

  constructor(
    readonly title: string,
    readonly detail: string,
    /** Starts with a verb. */
    readonly help: string,
    options?: ErrorOptions,
  ) {
    super(`${title}: ${detail}`, options);
  }
}
