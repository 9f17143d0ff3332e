import { diagnostic } from '../diagnostic/diagnostic.js';
import type { CheckResult } from '../model/proof.js';
import { count } from './result.js';

/**
 * Where the two checks of types do not agree, each says what the other one saw: `api-fingerprint` resolves every name and compares meanings, `api-report` compares
 * the texts of another tool, which trims some and spells others anew.
 */
export function compareOpinions(results: readonly CheckResult[]): readonly CheckResult[] {
  const [own, other] = ['api-fingerprint', 'api-report'].map((id) => results.find(({ check }) => check === id));
  if (own === undefined || other === undefined || !isVerdict(own) || !isVerdict(other) || own.status === other.status) return results;
  if (other.status === 'failed') {
    const note = `api-fingerprint does not agree: it compared ${count(own.counted, own.unit)} and found no difference that an importer could see`;
    return replace(results, { ...other, diagnostics: other.diagnostics.map((found) => ({ ...found, notes: [...found.notes, note] })) });
  }
  const silent = own.diagnostics.filter(({ severity }) => severity === 'error').map((found) =>
    diagnostic({
      id: 'second-opinion-differs',
      severity: 'info',
      message: `the report of api-extractor is the same on both sides, while api-fingerprint says: ${found.message}`,
      at: found.at,
      notes: [...found.notes.filter((note) => /^(?:before|after):/.test(note)), `api-extractor reported ${count(other.counted, other.unit)}, each as before`],
      help: 'Compare the two texts: the report trims what no reader of an API asks for, such as how a type is passed on.',
      data: { ...found.data },
    }),
  );
  return replace(results, { ...other, diagnostics: [...other.diagnostics, ...silent] });
}

function isVerdict({ status }: CheckResult): boolean {
  return status === 'passed' || status === 'failed';
}

function replace(results: readonly CheckResult[], result: CheckResult): readonly CheckResult[] {
  return results.map((one) => (one.check === result.check ? result : one));
}
