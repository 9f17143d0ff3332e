import { readShimMark } from '../model/shim.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import { normalForm } from './normal-form.js';
import type { Side } from './side.js';

/** What a shim does when it is loaded, beside what its modules do. */
export type ShimEffect = 'warns' | 'throws';

const typed = 'globalThisasunknownas{process?:{emitWarning?(text:string,options:object):void}console?:{warn(text:string):void}[told]?:boolean}';
const texts = '\\[§(?:,§)*\\]\\.join\\(§\\)';
const warning = new RegExp(
  `^\\{consttext=§consttold=Symbol\\.for\\(text\\)consthost=(?:${escape(typed)}|\\(?globalThis\\)?)if\\(!host\\[told\\]\\)\\{host\\[told\\]=trueconstdetail=${texts}` +
  'if\\(host\\.process\\?\\.emitWarning\\)\\{host\\.process\\.emitWarning\\(text,\\{type:§,code:§,detail\\}\\)\\}' +
  'else\\{host\\.console\\?\\.warn\\(text\\+§\\+detail\\)\\}\\}\\}$',
);
const error = new RegExp(`^thrownewError\\(${texts}\\)$`);

function escape(text: string): string {
  return text.replaceAll(/[?(){}[\]]/g, '\\$&');
}

/**
 * What the one statement does that a shim may hold. It is known by all of its tokens, of which only texts are free: whatever else stands in it makes
 * it a statement like any other.
 */
export function readShimEffect(side: Side, model: ModuleModel, statement: Statement): ShimEffect | undefined {
  if (statement.role !== 'loose' || readShimMark(model.source.text) === undefined) return undefined;
  const { words } = normalForm(side, model, statement);
  const form = words
    .map((word) => (/^(?:'[^]*'|"[^]*")$/.test(word) ? '§' : word))
    .filter((word) => word !== ';')
    .join('')
    .replaceAll(/,(?=[}\])])/g, '');
  return warning.test(form) ? 'warns' : error.test(form) ? 'throws' : undefined;
}

/** What a shim says of one name, in the JSDoc before it: `@deprecated Import { heat } from './stove'.` */
export interface ShimNote {
  readonly start: number;
  /** Under which the facade exports it. */
  readonly exported: string;
  /** `default`, a name, or `*`. */
  readonly name: string;
  readonly specifier: string;
}

const sentence = /\/\*\* @deprecated Import (?:(?:type )?\{ ([^{}*]*) \} from|(\*) as [^\s*]+ from|(the default export) of|(it) from) '([^'\r\n*]*)'\. \*\//g;
const subject = /^\s*(?:type\s+)?(?:(?:module\s*\.\s*)?exports\s*(?:\.\s*|\[\s*))?(?:([\p{ID_Continue}$]+)|(["'])(.*?)\2)(?:\s+as\s+(?:([\p{ID_Continue}$]+)|(["'])(.*?)\5))?/u;

/** Every sentence of a shim with the name that it stands before. */
export function readShimNotes(text: string): readonly ShimNote[] {
  return [...text.matchAll(sentence)].flatMap((found): ShimNote[] => {
    const [all, named, star, whole, , specifier] = found;
    const next = subject.exec(text.slice(found.index + all.length));
    const exported = next && (next[4] ?? next[6] ?? next[1] ?? next[3]);
    if (!exported) return [];
    const name = star ?? (whole === undefined ? named?.split(' as ')[0]!.replace(/^"(.*)"$/, '$1') ?? exported : 'default');
    return [{ start: found.index, exported, name, specifier: specifier! }];
  });
}

/** What a deprecation puts into a file and takes away again. */
export function isShimComment(text: string): boolean {
  return text.startsWith('// decant-shim ') || new RegExp(`^${sentence.source}$`).test(text);
}
