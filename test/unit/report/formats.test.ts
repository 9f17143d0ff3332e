import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { format as dot } from '../../../src/report/dot/dot.js';
import { format as github } from '../../../src/report/github/github.js';
import { format as gitlab } from '../../../src/report/gitlab/gitlab.js';
import { format as json } from '../../../src/report/json/json.js';
import { format as junit } from '../../../src/report/junit/junit.js';
import { escapeCell } from '../../../src/report/markdown/escape.js';
import { format as markdown } from '../../../src/report/markdown/markdown.js';
import { format as mermaid } from '../../../src/report/mermaid/mermaid.js';
import { format as sarif } from '../../../src/report/sarif/sarif.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import type { CheckReport, ReportDiagnostic, ReportProof, TasksReport, VerifyReport } from '../../../src/report/schema.js';

const plain = createTerminal({ color: false });
const inFolder = createTerminal({ color: false, prefix: 'packages/shop' });

const godFile: ReportDiagnostic = {
  id: 'god-file',
  key: 'god-file:src/order book/till.ts',
  severity: 'error',
  message: 'src/order book/till.ts has 1,104 code lines, 504 over its limit of 600',
  at: { file: 'src/order book/till.ts', line: 1, column: 1 },
  related: [{ file: 'src/order book/till.ts', line: 12, column: 7, label: 'largest declaration: Till' }],
  notes: ['imported by 3 files', ''],
  help: 'Run `decant split "src/order book/till.ts"` to see it as domain modules',
  data: { codeLines: 1104 },
};

const knot: ReportDiagnostic = {
  id: 'import-cycle',
  key: 'import-cycle:knot-1a2b3c4d',
  severity: 'warning',
  standing: 'worse',
  message: 'src/a_b.ts & src/c<d>.ts import each other: 100 %, @menu: "x"',
  at: { file: 'src/a_b.ts', line: 3, column: 1 },
  related: [],
  notes: ['a note with ]]> and a \u0007 bell', 'two\nlines'],
  help: 'Mark as `import type`: src/a_b.ts:3',
  data: {},
};

function report(diagnostics: readonly ReportDiagnostic[], gaps: Partial<CheckReport['summary']> = {}): CheckReport {
  return {
    version: 1, command: 'check', unresolved: [], unparsed: [], skipped: [], brokenConfigs: [], next: 'decant split "src/order book/till.ts"',
    since: null, baseline: { file: '.decant-baseline.json' } as CheckReport['baseline'],
    summary: { files: 12, codeLines: 4000, godFiles: 1, components: 1, unresolved: 0, unparsed: 0, skipped: 0, known: 0, ...gaps },
    diagnostics: [...diagnostics],
  };
}

describe('sarif', () => {
  // Both are CommonJS whose default export is also their module.
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
  ajvFormats.default(ajv);
  const require = createRequire(import.meta.url);
  const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object);
  const read = (found: readonly ReportDiagnostic[], gaps = {}) => JSON.parse(sarif.render(report(found, gaps), inFolder)) as { runs: [{ results: { level: string }[]; invocations: unknown[] }] };

  it.each([
    ['nothing found', []],
    ['findings', [godFile, knot]],
    ['a known finding', [{ ...godFile, standing: 'known' as const }]],
    ['a finding without a place', [{ ...knot, at: { file: '.', line: 1, column: 1 } }]],
  ])('validates against the schema of SARIF 2.1.0: %s', (_name, found) => {
    expect(validate(read(found))).toBe(true);
  });

  it('would not validate with a level of our own', () => {
    const log = read([godFile]);
    log.runs[0].results[0]!.level = 'info';
    expect(validate(log)).toBe(false);
  });

  it('names files from the working folder, with a space encoded, and keeps the key as fingerprint', () => {
    expect(read([godFile]).runs[0].results[0]).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri: 'packages/shop/src/order%20book/till.ts' } } }],
      partialFingerprints: { 'decantFinding/v1': godFile.key },
    });
  });

  it('suppresses what the baseline knows instead of leaving it out, which would close its alert', () => {
    expect(read([{ ...godFile, standing: 'known' }]).runs[0].results).toMatchObject([{ baselineState: 'unchanged', suppressions: [{ kind: 'external' }] }]);
  });

  it('calls nothing new where nothing was compared', () => {
    const log = JSON.parse(sarif.render({ ...report([{ ...godFile, standing: 'new' }]), baseline: null }, plain)) as { runs: [{ results: object[] }] };
    expect(log.runs[0].results[0]).not.toHaveProperty('baselineState');
  });

  it('says that imports are unresolved', () => {
    expect(JSON.stringify(read([], { unresolved: 7 }).runs[0].invocations)).toContain('7 imports unresolved');
  });
});

describe('github', () => {
  it('escapes what would end a property or a command', () => {
    const [line] = github.render(report([knot]), inFolder).split('\n');
    expect(line).toBe(
      '::warning file=packages/shop/src/a_b.ts,line=3,col=1,title=decant import-cycle (worse)::src/a_b.ts & src/c<d>.ts import each other: 100 %25, @menu: "x"%0Aa note with ]]> and a \\u0007 bell%0Atwo%0Alines%0AMark as `import type`: src/a_b.ts:3',
    );
  });

  it('keeps silent about what the baseline knows, and counts it', () => {
    expect(github.render(report([{ ...godFile, standing: 'known' }]), plain)).toBe('decant check: nothing found, 1 known (12 files, 4,000 code lines, nothing unresolved, unparsed or skipped)\n');
  });
});

describe('gitlab', () => {
  it('gives an array with what GitLab requires of each issue', () => {
    const issues = JSON.parse(gitlab.render(report([godFile, knot]), plain)) as Record<string, unknown>[];
    expect(issues).toHaveLength(2);
    expect(issues[0]).toMatchObject({ check_name: 'god-file', severity: 'major', location: { path: 'src/order book/till.ts', lines: { begin: 1 } } });
    expect(issues.every((issue) => /^[0-9a-f]{64}$/.test(String(issue.fingerprint)))).toBe(true);
    expect(issues[0]!.fingerprint).not.toBe(issues[1]!.fingerprint);
  });
});

describe('junit', () => {
  it('fails for errors only, and is well-formed whatever stands in a message', () => {
    const xml = junit.render(report([godFile, knot]), plain);
    expect(xml).toContain('tests="2" failures="1"');
    expect(xml).toContain('<failure type="god-file"');
    expect(xml).toContain('src/c&lt;d&gt;.ts');
    expect(xml).not.toMatch(/[\u0000-\u0008]/);
    expect(xml.match(/<testcase/g)).toHaveLength(2);
    expect(xml.replace(/<\?.*?\?>|<[\w-]+(?: [\w-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*\/?>|<\/[\w-]+>/g, '')).not.toMatch(/[<]|&(?!\w+;)/);
  });

  it('keeps the white space of a file name, which a reader of XML takes for spaces in an attribute', () => {
    const xml = junit.render(report([{ ...godFile, key: 'god-file:a\nb\tc\rd.ts', at: { file: 'a\nb\tc\rd.ts', line: 1, column: 1 } }]), plain);
    expect(xml).toContain('name="god-file:a&#10;b&#9;c&#13;d.ts" file="a&#10;b&#9;c&#13;d.ts"');
    expect(xml).not.toContain('\r');
  });

  it('has one passed case when there is nothing to report', () => {
    expect(junit.render(report([]), plain)).toContain('tests="1" failures="0"');
  });
});

describe('markdown', () => {
  it('escapes names that Markdown would read', () => {
    const text = markdown.render(report([knot]), plain);
    expect(text).toContain('src/a_b.ts &amp; src/c&lt;d>.ts');
    expect(text).not.toContain('@menu');
    expect(text).toContain('**Do:** Mark as `import type`: src/a\\_b.ts:3');
  });

  it('stays below the limit of a comment and says how many are left out', () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({ ...godFile, key: `god-file:${index}` }));
    const text = markdown.render(report(many), plain);
    expect(text.length).toBeLessThan(65_536);
    const shown = text.match(/<details>/g)!.length;
    expect(text).toContain(`and ${(3000 - shown).toLocaleString('en')} more`);
  });
});

describe('a command in backticks', () => {
  const found = { ...godFile, help: 'Run `decant split "<b>.ts"` to see <b>' };

  it('can be copied from a comment: an entity in a span of code would be shown as one', () => {
    expect(markdown.render(report([found]), plain)).toContain('**Do:** Run `decant split "<b>.ts"` to see &lt;b>');
  });

  it('is no way into a cell of a table: a bar ends the span, and what follows is read', () => {
    expect(escapeCell('see `a|<img src=x>|b`')).toBe('see `a\\|&lt;img src=x>\\|b`');
  });
});

describe('a file name that speaks to terminals', () => {
  const name = 'src/a\u001b[2J\u009b31m\u007f\u2028\u202e\u2066.ts';
  const members = [name, 'src/b.ts'];
  const edges = [{ from: 0, to: 1, kind: 'value', names: 1, cut: false }, { from: 1, to: 0, kind: 'value', names: 1, cut: true }];
  const found: ReportDiagnostic = { ...knot, key: `import-cycle:${name}`, at: { file: name, line: 1, column: 1 }, data: { knot: 'knot-1a2b3c4d', danger: 'fragile', members, edges, cut: [] } };

  it.each([dot, github, gitlab, json, junit, markdown, mermaid, sarif])('is printed as $id without what a terminal acts on', (format) => {
    const text = format.render(report([found]), plain);
    expect(text).toContain('src/a');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
  });

  it('is the same name for whoever reads the JSON', () => {
    expect((JSON.parse(json.render(report([found]), plain)) as CheckReport).diagnostics[0]!.at.file).toBe(name);
  });
});

describe('mermaid of a gate', () => {
  const members = ['src/menu.ts', 'src/soup.ts'];
  const edges = [{ from: 0, to: 1, kind: 'value', names: 2, cut: false }, { from: 1, to: 0, kind: 'value', names: 1, cut: true }];
  const found = { ...knot, data: { knot: 'knot-1a2b3c4d', danger: 'fragile', members, edges, cut: [] } };

  it('draws the open knots with the imports to cut marked', () => {
    expect(mermaid.render(report([godFile, found]), plain).trimEnd().split('\n')).toEqual([
      'flowchart LR', '  subgraph knot1["knot of 2 files"]', '    n1["src/menu.ts"]', '    n2["src/soup.ts"]', '  end',
      '  n1 --> n2', '  n2 --> n1', '  linkStyle 1 stroke:#e74c3c,stroke-width:3px',
    ]);
  });

  it('says that there is nothing to draw, where a picture of nothing would look broken', () => {
    expect(mermaid.render(report([{ ...found, standing: 'known' }]), plain)).toBe('flowchart LR\n  note["nothing to draw: no knots"]\n');
  });
});

describe('a proof', () => {
  const lost: ReportDiagnostic = {
    id: 'lost-task', key: 'lost-task:1', severity: 'error', message: "worker 'mail', registered by mailWorker, is not registered any more",
    at: { file: 'src/work|er.ts', line: 9, column: 1, tree: 'main' }, related: [], notes: ["`mail.add('bill')` (src/till.ts:3) was consumed by mailWorker; now by nobody"], help: 'Put the registration back.', data: { witness: '`mail.add("bill")` was consumed by mailWorker; now by nobody' },
  };
  const api: ReportDiagnostic = {
    id: 'breaking-change', key: 'breaking-change:1', severity: 'error', message: 'open takes a number now', at: { file: 'src/till.ts', line: 1, column: 1 }, related: [],
    notes: ['before: (a: string | number) => void', 'after:  (a: number) => void', 'breaking'], help: 'Give it the old type.', data: { entry: 'src/till.ts', export: 'open', impact: 'breaking', kind: 'narrowed' },
  };
  const remark: ReportDiagnostic = { ...lost, id: 'allowed-edits', severity: 'info', message: 'a remark', at: { file: 'src/till.ts', line: 1, column: 1 } };
  const results: ReportProof['results'] = [
    { check: 'api-fingerprint', status: 'failed', counted: 3, unit: 'exports', diagnostics: [api] },
    { check: 'statements-conserved', status: 'passed', counted: 12, unit: 'statements', diagnostics: [remark] },
    { check: 'task-set', status: 'failed', counted: 2, unit: 'tasks', diagnostics: [lost, lost] },
    { check: 'test-command', status: 'skipped', counted: 0, unit: 'runs', reason: 'no test command; name one with --test', diagnostics: [] },
    { check: 'text-lists', status: 'skipped', counted: 0, unit: 'files', reason: 'nothing', vacuous: true, diagnostics: [] },
  ];
  const tasks: ReportProof['tasks'] = [
    { change: 'lost', framework: 'bullmq', kind: 'worker', id: 'mail', queue: 'mail', before: { id: 'mail', file: 'src/work|er.ts', line: 9 }, after: null },
    { change: 'changed', framework: 'graphile-worker', kind: 'task', id: 'send', before: { id: 'send', file: 'tasks/send.ts', line: 1 }, after: { id: 'mail/send', file: 'tasks/mail/send.ts', line: 1 } },
    { change: 'same', framework: 'bullmq', kind: 'job', id: 'bill', queue: 'mail', before: { id: 'bill', file: 'src/till.ts', line: 3 }, after: { id: 'bill', file: 'src/till.ts', line: 3 } },
  ];
  const verified: VerifyReport = {
    version: 1, command: 'verify', before: 'main', after: '.', since: { ref: 'main', commit: 'abc' }, changed: ['src/till.ts'], entries: ['src/till.ts'], proof: { verdict: 'failed', results, tasks },
  };

  it('is a comment with the verdict, the tasks, the types and what is not proved', () => {
    expect(markdown.render(verified, plain).split('\n').slice(0, 28)).toEqual([
      '<!-- decant verify -->',
      '### ❌ decant verify `since main`: failed',
      '',
      '1 file changed, 1 entry compared; checks: 1 passed, 2 failed, 1 skipped, 1 with nothing to prove.',
      '',
      '**What goes wrong:**',
      '',
      '- `mail.add("bill")` was consumed by mailWorker; now by nobody',
      '',
      '**Tasks:** 3 before, 2 after: 1 same, 1 changed, 1 lost.',
      '',
      '| | task | before | after |',
      '|---|---|---|---|',
      '| lost | bullmq worker `mail` | `src/work\\|er.ts:9` | – |',
      '| changed | graphile-worker task `send` | `tasks/send.ts:1` | `mail/send` `tasks/mail/send.ts:1` |',
      '',
      '**API:** 3 exports, 1 difference.',
      '',
      '| | export | before | after |',
      '|---|---|---|---|',
      '| breaking | `open` | `(a: string \\| number) => void` | `(a: number) => void` |',
      '',
      '**Not proved:**',
      '',
      '- test-command: no test command; name one with --test',
      '',
      '<details><summary>Checks</summary>',
      '',
    ]);
    expect(markdown.render(verified, plain)).toContain('`main:src/work|er.ts:9`');
    expect(markdown.render(verified, plain)).not.toContain('a remark');
  });

  it('is valid SARIF, without a line in a file that is another one today', () => {
    const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
    ajvFormats.default(ajv);
    const validate = ajv.compile(createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object);
    const log = JSON.parse(sarif.render(verified, plain)) as { runs: [{ results: { ruleId: string; partialFingerprints: object; locations: { physicalLocation: object }[] }[]; invocations: [{ toolExecutionNotifications: { message: { text: string } }[] }] }] };
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const [run] = log.runs;
    expect(run.results.map(({ ruleId }) => ruleId)).toEqual(['breaking-change', 'lost-task', 'lost-task']);
    expect(run.results[1]!.locations[0]!.physicalLocation).not.toHaveProperty('region');
    expect(run.results[1]!.partialFingerprints).not.toEqual(run.results[2]!.partialFingerprints);
    expect(run.invocations[0].toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      'decant verify: since main: failed (1 passed, 2 failed, 1 skipped, 1 with nothing to prove)',
      'decant verify: not proved: test-command: no test command; name one with --test',
    ]);
  });

  it('annotates what is wrong and says what is not proved', () => {
    const lines = github.render(verified, plain).trimEnd().split('\n');
    expect(lines.slice(0, -1).map((line) => line.slice(0, line.indexOf('::', 2)))).toEqual([
      '::error file=src/till.ts,line=1,col=1,title=decant breaking-change',
      '::error file=src/work|er.ts,title=decant lost-task',
      '::error file=src/work|er.ts,title=decant lost-task',
      '::notice title=decant verify%3A not proved',
    ]);
    expect(lines.at(-1)).toBe('decant verify since main: failed (1 passed, 2 failed, 1 skipped, 1 with nothing to prove)');
  });

  it('lists tasks as a table', () => {
    const report: TasksReport = {
      version: 1, command: 'tasks', lock: null,
      tasks: [{ framework: 'bullmq', kind: 'schedule', id: 'a`b', idSource: 'dynamic', queue: 'mail', schedule: { pattern: '0 9 * * 1', timeZone: 'Europe/Oslo' }, decorators: [], registeredBy: 'x', location: { file: 'src/till.ts', line: 3, column: 1 } }],
    };
    expect(markdown.render(report, inFolder).split('\n')).toEqual([
      '| framework | kind | id | queue | schedule | where |', '|---|---|---|---|---|---|',
      "| bullmq | schedule | `a'b` (computed) | `mail` | `0 9 * * 1 Europe/Oslo` | `packages/shop/src/till.ts:3` |", '', '1 task.', '',
    ]);
  });
});
