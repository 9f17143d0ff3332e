import fc from 'fast-check';
import { filePath } from '../../../src/host/path.js';
import type { Effect, ExportEntry, ModuleModel, Pin, Statement, StatementKind } from '../../../src/model/module-model.js';
import type { Reference, ReferenceTime } from '../../../src/model/reference.js';
import { buildLineStarts } from '../../../src/text/line-index.js';
import type { SplitOptions } from '../../../src/plan/split/split-options.js';

export interface StatementSpec {
  readonly declares?: readonly string[];
  readonly kind?: StatementKind;
  readonly hard?: readonly string[];
  readonly soft?: readonly string[];
  readonly type?: readonly string[];
  readonly writes?: readonly string[];
  readonly effect?: Effect;
  readonly exported?: boolean;
  readonly lines?: number;
  readonly pin?: Pin['kind'];
  /** First line; made up from the rest when absent. */
  readonly text?: string;
  /** Comment lines before the statement. */
  readonly comment?: string;
}

export const root = filePath('/shop');

export function options(changes: Partial<SplitOptions> = {}): SplitOptions {
  return { root, maxLines: 600, directory: filePath('/shop/src/orders'), facade: 'keep', existing: [], ...changes };
}

/** A model whose text looks like the specs say, so that everything which reads text (words, banners, line counts) has something to read. */
export function buildModel(specs: readonly StatementSpec[], header = ''): ModuleModel {
  let text = header;
  let loose = 0;
  const statements: Statement[] = [];
  const exports: ExportEntry[] = [];
  specs.forEach((spec, index) => {
    const fullStart = text.length;
    text += spec.comment ? `${spec.comment}\n` : '';
    const start = text.length;
    const names = spec.declares ?? [];
    const used = [...(spec.hard ?? []), ...(spec.soft ?? [])];
    const kind = spec.kind ?? (names.length > 0 ? 'function' : 'expression');
    const first = spec.text ?? (names.length > 0 ? `${kind} ${names.join(', ')} {` : `${used[0] ?? 'run'}(${used.slice(1).join(', ')});`);
    text += [first, ...Array.from({ length: (spec.lines ?? 3) - 1 }, (_, i) => `  ${used[i] ?? names[0] ?? 'step'}();`)].join('\n');
    const end = text.length;
    text += '\n';
    const references = (list: readonly string[] | undefined, when: ReferenceTime): Reference[] =>
      (list ?? []).map((name) => ({ name, when, span: { start, end: start + name.length } }));
    const erased = kind === 'interface' || kind === 'type';
    statements.push({
      index,
      kind,
      role: names.length > 0 ? 'declaration' : 'loose',
      span: { start, end },
      fullSpan: { start: fullStart, end: text.length },
      declares: names,
      exportedAs: spec.exported ? names.map((name) => ({ exported: name, local: name, typeOnly: erased })) : [],
      reads: [...references(spec.hard, 'hard'), ...references(spec.soft, 'soft'), ...references(spec.type, 'type')],
      writes: references(spec.writes, 'soft'),
      effect: spec.effect ?? 'none',
      because: '',
      erased,
      pins: spec.pin
        ? [{ kind: spec.pin, span: { start, end }, because: 'reads import.meta.url, which names the file that it stands in' }]
        : [],
      imports: [],
      ...(names.length > 0 ? {} : { looseId: `@${++loose}` }),
    });
    if (spec.exported) exports.push(...names.map((name) => ({ exported: name, local: name, typeOnly: erased, statement: index })));
  });
  return {
    source: { path: filePath('/shop/src/orders.ts'), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) },
    dialect: 'ts',
    format: 'esm',
    header: { start: 0, end: header.length },
    headerComments: [],
    marks: [],
    statements,
    footer: { start: text.length, end: text.length },
    imports: [],
    exports,
    calls: [],
    chains: [],
    classes: [],
    functions: [],
    dispatches: [],
    constants: new Map(),
    style: { quote: "'", semicolons: true, indent: '  ', trailingComma: true, bracketSpacing: true, typeMarker: 'inline', printWidth: 80 },
    problems: [],
  };
}

const verbs = ['place', 'cancel', 'price', 'pack', 'ship', 'refund'];
const nouns = ['Order', 'Cart', 'Parcel', 'Invoice', 'Coupon', 'Stock', 'Courier'];

/** Random modules: functions, state with writers, overloads, types, effects, pins, in any reference pattern (cycles included). */
export const arbitraryModel: fc.Arbitrary<ModuleModel> = fc.integer({ min: 2, max: 28 }).chain((count) => {
  const names = Array.from(
    { length: count },
    (_, i) => `${verbs[i % verbs.length]!}${nouns[(i * 5 + Math.floor(i / 7)) % nouns.length]!}${i}`,
  );
  const some = (max: number): fc.Arbitrary<string[]> => fc.uniqueArray(fc.constantFrom(...names), { maxLength: max });
  const one = (i: number): fc.Arbitrary<StatementSpec> =>
    fc
      .record({
        shape: fc.constantFrom('function', 'function', 'function', 'variable', 'interface', 'loose', 'overload', 'member'),
        near: some(2),
        type: some(2),
        writes: fc.option(some(1), { freq: 6, nil: [] as string[] }),
        effect: fc.constantFrom<Effect>('none', 'none', 'none', 'possible', 'ordered'),
        exported: fc.boolean(),
        lines: fc.constantFrom(1, 3, 8, 20, 60),
        pinned: fc.integer({ min: 0, max: 40 }),
        soft: fc.boolean(),
      })
      .map((draw): StatementSpec => {
        const own = draw.shape === 'overload' && i > 0 ? names[i - 1]! : names[i]!;
        // Mostly backwards, so that not every model is one big knot.
        const reads = draw.near.filter((name, k) => name !== own && (names.indexOf(name) < i || k === 1));
        const shared = {
          lines: draw.lines,
          exported: draw.exported,
          type: draw.type.filter((name) => name !== own),
          ...(draw.pinned === 0 ? { pin: 'import-meta' as const } : {}),
        };
        const values = draw.soft ? { soft: reads } : { hard: reads };
        if (draw.shape === 'loose') return { lines: draw.lines, hard: reads, effect: 'ordered' };
        if (draw.shape === 'member' && i > 0)
          return { hard: [names[i - 1]!], effect: 'ordered', text: `${names[i - 1]!}.label = 'x';`, lines: 1 };
        if (draw.shape === 'interface') return { ...shared, declares: [own], kind: 'interface' };
        if (draw.shape === 'variable') return { ...shared, ...values, declares: [own], kind: 'variable', effect: draw.effect };
        return { ...shared, ...values, declares: [own], kind: 'function', writes: draw.writes.filter((name) => name !== own) };
      });
  return fc.tuple(...names.map((_, i) => one(i))).map((specs) => {
    const declared = new Set(specs.flatMap((spec) => spec.declares ?? []));
    const keep = (list?: readonly string[]): string[] => (list ?? []).filter((name) => declared.has(name));
    return buildModel(
      specs.map((spec) => ({ ...spec, hard: keep(spec.hard), soft: keep(spec.soft), type: keep(spec.type), writes: keep(spec.writes) })),
    );
  });
});
