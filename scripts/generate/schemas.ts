import { configJsonSchema } from '../../src/config/config.js';
import { splitPlanJsonSchema } from '../../src/plan/split/parse-split-plan.js';
import { reportJsonSchemas } from '../../src/report/schema.js';

/** File name in schema/ to its text. */
export function buildSchemas(): ReadonlyMap<string, string> {
  const schemas: [string, object][] = [
    ['decant.config', configJsonSchema()],
    ['split-plan', splitPlanJsonSchema()],
    ...Object.entries(reportJsonSchemas()).map(([command, schema]): [string, object] => [`${command}-report`, schema]),
  ];
  return new Map(schemas.map(([name, schema]) => [`${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`]));
}
