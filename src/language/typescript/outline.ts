import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Outline, OutlineDeclaration } from '../../model/outline.js';
import { sliceSpan } from '../../text/span.js';
import { lexText } from './scan-lex.js';

interface Draft extends Omit<OutlineDeclaration, 'lines' | 'uses'> {
  lines: number;
  readonly uses: Set<string>;
}

export function outlineFromModel(model: ModuleModel): Outline | undefined {
  if (model.problems.length > 0) return undefined;
  const exported = new Set(model.exports.map((entry) => entry.local));
  const declarations: Draft[] = [];
  let looseLines = 0;
  for (const statement of model.statements) {
    if (statement.role === 'wiring') continue;
    const { code } = lexText(sliceSpan(model.source.text, statement.span)).lines;
    if (statement.declares.length === 0) {
      looseLines += code;
      continue;
    }
    const used = [...statement.reads, ...statement.writes].map((use) => use.name);
    const known = declarations.find((other) => other.names.some((name) => statement.declares.includes(name)));
    if (known) {
      known.lines += code;
      for (const name of used) known.uses.add(name);
    } else {
      declarations.push({
        names: [...statement.declares],
        kind: kindOf(statement),
        span: statement.span,
        lines: code,
        exported: statement.declares.some((name) => exported.has(name)),
        uses: new Set(used),
      });
    }
  }
  const all = new Set(declarations.flatMap((declaration) => declaration.names));
  return {
    looseLines,
    declarations: declarations.map((declaration) => ({
      ...declaration,
      uses: [...declaration.uses].filter((name) => all.has(name) && !declaration.names.includes(name)).sort(),
    })),
  };
}

function kindOf({ kind }: Statement): OutlineDeclaration['kind'] {
  return kind === 'function' || kind === 'class' || kind === 'enum' || kind === 'interface' || kind === 'type' || kind === 'namespace' ? kind : 'variable';
}
