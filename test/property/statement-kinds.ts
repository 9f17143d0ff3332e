/** What a name holds, which decides how an expression may use it. */
export type Holds = 'number' | 'text' | 'list' | 'map' | 'object' | 'function' | 'class' | 'enum' | 'symbol' | 'type' | 'other';

export interface Name {
  readonly name: string;
  readonly holds: Holds;
  /** Statement that declares it. */
  readonly at: number;
  readonly canWrite: boolean;
}

/** How a statement of a kind is written. Hard expressions only use what stands before, soft ones anything. */
export interface Slot {
  readonly self: string;
  readonly index: number;
  /** A number, readable while the module runs. */
  readonly hard: string;
  readonly hard2: string;
  /** A number, read when the function is called. */
  readonly soft: string;
  readonly soft2: string;
  /** Assignment to a `let` of the file, in any of the forms that there are. */
  readonly write: string;
  /** `target++`, for where only an expression can stand. */
  readonly bump: string;
  /** The `let` that `write` assigns to. */
  readonly target: string | undefined;
  /** A name that can be used as a type, from anywhere in the file. */
  readonly type: string;
  /** A name that can stand behind `typeof`. */
  readonly typeOf: string;
  readonly jsx: boolean;
  readonly pick: (holds: Holds, which?: number) => string | undefined;
  readonly later: string | undefined;
  readonly n: number;
  readonly word: string;
  readonly end: string;
}

export interface Kind {
  readonly holds?: Holds;
  readonly canWrite?: boolean;
  /** Cannot carry `export ` in front. */
  readonly bare?: boolean;
  /** Writes while the module runs, so that its target must stand above. */
  readonly bareWrite?: boolean;
  /** Needs what only an ES module has. */
  readonly esmOnly?: boolean;
  /** Every `§` in it becomes `export ` or nothing; without one, `export ` is put in front. */
  readonly text: (slot: Slot) => string;
}

export const plainKinds: readonly Kind[] = [
  // Variables.
  { holds: 'number', text: (s) => `const ${s.self} = ${s.n}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = ${s.hard} + ${s.n}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = note('make ${s.self}') + ${s.hard}${s.end}` },
  { holds: 'number', canWrite: true, text: (s) => `let ${s.self} = ${s.hard}${s.end}` },
  { holds: 'number', canWrite: true, text: (s) => `var ${s.self} = ${s.hard} * 2${s.end}` },
  { holds: 'number', canWrite: true, text: (s) => `let ${s.self}: number = ${s.n}, twin${s.index} = ${s.hard}${s.end}` },
  { holds: 'number', text: (s) => `const { ${s.self} = ${s.n}, length: size${s.index} } = ${s.pick('list') ?? '[1, 2]'} as any${s.end}` },
  { holds: 'number', text: (s) => `const [${s.self} = ${s.hard}, ...rest${s.index}] = ${s.pick('list') ?? 'cups'} as any${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = \`import { x } from './${s.word}' // \${${s.hard}} \${${s.pick('list') ?? s.hard2}}\`${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = "export * from '/* ${s.word} */'" + ${s.pick('list') ?? s.hard}${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = tag\`one \${${s.hard}} // two\`${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = ['${s.word}']${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = [...${s.pick('list') ?? 'cups'}, ${s.hard}]${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = Array.from(${s.pick('list') ?? s.pick('map') ?? '[4]'} as any)${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = Object.keys(${s.pick('object') ?? s.pick('enum') ?? '{}'})${s.end}` },
  { holds: 'map', text: (s) => `const ${s.self} = new Map<any, any>([['${s.word}', ${s.hard}]])${s.end}` },
  { holds: 'map', text: (s) => `const ${s.self} = new Set<any>(${s.pick('list') ?? '[1]'})${s.end}` },
  { holds: 'map', text: (s) => `const ${s.self} = new Map<any, any>(${s.pick('map') ?? '[]'} instanceof Map ? ${s.pick('map') ?? '[]'} as any : [])${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = { amount: ${s.hard}, ${s.pick('number') ?? `n: ${s.n}`}, act() { return ${s.soft} }, get late() { return ${s.soft2} } }${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = { amount: ${s.n}, get spy() { note('spy ${s.self}'); return ${s.n} }, inner: ${s.pick('list') ?? '[]'} }${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = Object.freeze(${s.pick('object') ?? '{ amount: 1 }'})${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = { ...${s.pick('object') ?? '{ amount: 2 }'}, amount: ${s.hard} }${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = ${s.pick('object') ?? '{ amount: 2, spy: 1, inner: [] as any }'}.spy ?? ${s.pick('object', 1) ?? '({ inner: [] as any })'}.inner?.length ?? 0${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = JSON.stringify(${s.pick('object') ?? s.pick('list') ?? '[]'})${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = stock + ${s.n}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = firstAlpha()${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = cups.length${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = beta.cups.length + beta.price${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = log.length${s.end}` },
  { holds: 'other', text: (s) => `const ${s.self} = Symbol('${s.word}')${s.end}` },
  { holds: 'other', text: (s) => `const ${s.self} = (() => { try { return typeof ${s.later ?? 'undefined'} } catch { return 'early' } })()${s.end}` },
  { holds: 'function', text: (s) => `const ${s.self} = (turn = 2): any => turn <= 0 ? ${s.n} : ${s.soft}${s.end}` },
  { holds: 'function', text: (s) => `const ${s.self} = function named${s.index}(turn = 2): any { ${s.bump}; return turn + ${s.soft} }${s.end}` },
  { holds: 'function', text: (s) => `const ${s.self} = async (turn = 2) => turn + ${s.soft}${s.end}` },
  // Functions.
  { holds: 'function', text: (s) => `function ${s.self}(turn: number = 3): any {\n  return turn <= 0 ? ${s.n} : ${s.soft} + ${s.soft2}${s.end}\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(turn: number = 3): any {\n  ${s.write}${s.end}\n  return turn\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(): any {\n  const stock = ${s.n}, log = [stock]${s.end}\n  outer: for (const rate of log) { if (rate > 1) break outer }\n  return stock + ${s.soft}${s.end}\n}` },
  { holds: 'function', text: (s) => `async function ${s.self}(wait = 0) {\n  await null${s.end}\n  ${s.write}${s.end}\n  return ${s.soft}${s.end}\n}` },
  { holds: 'function', text: (s) => `function* ${s.self}() {\n  yield ${s.soft}${s.end}\n  yield ${s.soft2}${s.end}\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(): any {\n  note('call ${s.self}')${s.end}\n  return ${s.soft}${s.end}\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(into: any = ${s.pick('list') ?? '[]'}): any { into.push?.('${s.word}'); return into.length }` },
  { holds: 'function', text: (s) => `function ${s.self}(): any { try { return ${s.later ?? s.soft} } catch { return 'early' } }` },
  // Classes.
  { holds: 'class', text: (s) => `class ${s.self} {\n  static rate = ${s.hard}${s.end}\n  #secret = ${s.soft}${s.end}\n  get secret() { return this.#secret }\n  ['${s.word}']() { return ${s.soft2} }\n}` },
  { holds: 'class', text: (s) => `class ${s.self} extends ${s.pick('class') ?? 'Base'} {\n  own = ${s.soft}${s.end}\n  static { note('static ${s.self}')${s.end} }\n  static rate = ${s.hard}${s.end}\n}` },
  { holds: 'class', text: (s) => `class ${s.self} extends ${s.pick('class') ?? 'Base'} { static rate = ${s.n}; static more() { return super.name + ${s.soft} } }` },
  { holds: 'other', text: (s) => `const ${s.self} = new ${s.pick('class') ?? 'Base'}()${s.end}` },
  // Enums and namespaces.
  { holds: 'enum', text: (s) => `enum ${s.self} { Small = ${s.n}, Big, Text = '${s.word}' }` },
  { holds: 'enum', text: (s) => `enum ${s.self} { Small = ${s.hard} as any, Big = 5 }` },
  { holds: 'enum', text: (s) => `const enum ${s.self} { Small = 1, Big = 2 }` },
  { holds: 'object', text: (s) => `namespace ${s.self} { export const amount = ${s.hard}; export const act = () => ${s.soft} }` },
  { text: (s) => `interface Shape${s.index} { amount: number }`, bare: true },
  // Statements with effects.
  { bare: true, text: (s) => `note('say ${s.word} ' + ${s.hard})${s.end}` },
  { bare: true, text: (s) => `${s.pick('list') ?? 'cups'}.push('${s.word}')${s.end}` },
  { bare: true, text: (s) => `${s.pick('map') ?? 'new Map<any, any>()'} instanceof Map && (${s.pick('map') ?? 'new Map<any, any>()'} as any).set('${s.word}', ${s.hard})${s.end}` },
  { bare: true, text: (s) => `if (${s.hard} > 2) { note('if ${s.word}')${s.end} } else note('else ${s.word}')${s.end}` },
  { bare: true, text: (s) => `for (const item of ${s.pick('list') ?? '[1]'}) note('loop ' + item)${s.end}` },
  { bare: true, text: () => `lane: for (let i = 0; i < 2; i++) { for (;;) continue lane }` },
  { bare: true, text: (s) => `${start(s)}[1, 2].forEach((item) => { note('each ' + item + ${s.hard}) })${s.end}` },
  { bare: true, text: (s) => `${start(s)}(() => { note('now ' + ${s.hard}) })()${s.end}` },
  { bare: true, text: (s) => `${start(s)}\`\${note('template')}\`${s.end}` },
  { bare: true, text: (s) => `try { note('try ' + ${s.later ?? s.hard}) } catch { note('caught ${s.word}') }` },
  { bare: true, text: (s) => `try { ${s.pick('object') ?? '(beta as any)'}.amount = ${s.n} } catch { note('frozen') }` },
  { bare: true, text: (s) => `${letOf(s)} ${s.hard}${s.end}` },
  { bare: true, text: (s) => `restock()${s.end}` },
  { bare: true, text: (s) => `cups.push('big')${s.end}` },
  { bare: true, text: (s) => `Object.defineProperty(${s.pick('function') ?? s.pick('class') ?? '{}'}, 'name', { value: '${s.word}', configurable: true })${s.end}` },
  { bare: true, text: (s) => (s.pick('function') ? `(${s.pick('function')} as any).displayName = '${s.word}'${s.end}`.replace(/^\((\w+) as any\)/u, s.n % 2 ? `${start(s)}($1 as any)` : '$1') : `note('none')${s.end}`) },
  { bare: true, text: (s) => `${s.pick('class') ?? 'Base'}.prototype.toString = function () { return '${s.word}' + ${s.soft} }${s.end}` },
  { bare: true, text: (s) => `void ${s.pick('object') ?? '(beta as any)'}?.['act']?.()${s.end}` },
  { bare: true, text: (s) => `note(String(${s.pick('list') ?? s.pick('map') ?? s.hard}))${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = Number(makeKnotOrNot().length)${s.end}` },
  { bare: true, text: (s) => `var hoisted${s.index}: any = ${s.hard}; if (hoisted${s.index}) { var inner${s.index} = note('inner') }` },
  { holds: 'number', text: (s) => `const ${s.self} = (hoistLater${s.index}() ?? ${s.n}) as number${s.end}\nvar late${s.index} = ${s.hard}${s.end}\nfunction hoistLater${s.index}() { return late${s.index} }` },
  { holds: 'function', text: (s) => `const ${s.self} = { ${s.word}: () => ${s.soft} }.${s.word}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = raise${s.index}(${s.pick('object') ?? '{ amount: 1 }'})${s.end}\nfunction raise${s.index}(what: any) { try { what.amount = 77 } catch {} return what.amount }` },
  { holds: 'number', text: (s) => `const ${s.self} = ${s.pick('object') ?? '{ amount: 5 }'}.amount${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = ${s.pick('function') ?? 'note'}.name${s.end}` },
  { holds: 'other', text: (s) => `const ${s.self} = 'amount' in (${s.pick('object') ?? '{}'})${s.end}` },
];

/** What keeps a line that begins with a bracket from continuing the one above. */
export function start(s: Slot): string {
  return s.end === '' ? ';' : '';
}

function letOf(s: Slot): string {
  return s.target === undefined ? 'void' : `${s.target} +=`;
}
