/** What TypeScript emits for one decorated class, or one decorated member of a class, under `experimentalDecorators`. */
export interface EmittedDecorators {
  /** Name of the class in the emitted code. */
  readonly owner: string;
  /** Undefined for the class itself; as written for a computed name. */
  readonly member?: string;
  readonly static: boolean;
  /** In the order of the source, those of parameters as `parameter 0: Inject('mail')`. */
  readonly decorators: readonly string[];
  /**
   * `design:type`, `design:paramtypes` and `design:returntype` with the value that is emitted. `guard(Order)` stands for a name of which one file
   * alone cannot tell whether it is a class: `Order` at run time if it is, else `Object`.
   */
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
}
