/** A small project and what a rule says of one of its files. They are tests, and the first two are examples on the page of the rule. */
export interface RuleCase {
  /** What is special about it. */
  readonly name: string;
  /** By root-relative path, the configuration and the baseline among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  /** Line and a part of the message for each complaint; none in a valid case. */
  readonly found: readonly { readonly line: number; readonly says: string; readonly suggestions?: readonly { readonly text: string; readonly output: string }[] }[];
  /** The file after the fix. */
  readonly output?: string;
}
