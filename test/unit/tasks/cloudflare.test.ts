import { describe, expect, it } from 'vitest';
import { parseJsonc } from '../../../src/tasks/cloudflare/jsonc.js';
import { parseToml } from '../../../src/tasks/cloudflare/toml.js';

describe('a wrangler file in JSON', () => {
  it('may have comments and trailing commas, and both within texts', () => {
    expect(parseJsonc('{ // the shop\n "main": "src//a.ts", /* crons */ "note": "a, ] /* b */", "crons": ["*/5 * * * *",],\n}')).toEqual({ main: 'src//a.ts', note: 'a, ] /* b */', crons: ['*/5 * * * *'] });
  });

  it('is nothing when it is a list or broken', () => {
    expect(parseJsonc('[1]')).toBeUndefined();
    expect(parseJsonc('{ "main": }')).toBeUndefined();
  });
});

describe('a wrangler file in TOML', () => {
  it('has tables, arrays of tables, dotted keys and inline tables', () => {
    const { json, unread } = parseToml(`
name = "shop" # not "this"
main = 'src/#1.ts'
limits.cpu_ms = 1_000
assets = { directory = "./public", not_found = { page = "404 = lost" } }

[triggers]
crons = [
  "0 3 * * *", # at night
  "*/5 * * * *",
]

[[queues.consumers]]
queue = "mail"
max_retries = 3

[[queues.consumers]]
queue = "bills"
retry = true

[env.production.triggers]
crons = []
`);
    expect(unread).toEqual([]);
    expect(json).toEqual({
      name: 'shop', main: 'src/#1.ts', limits: { cpu_ms: 1000 }, assets: { directory: './public', not_found: { page: '404 = lost' } },
      triggers: { crons: ['0 3 * * *', '*/5 * * * *'] },
      queues: { consumers: [{ queue: 'mail', max_retries: 3 }, { queue: 'bills', retry: true }] },
      env: { production: { triggers: { crons: [] } } },
    });
  });

  it('tells of a line that it cannot read instead of guessing', () => {
    const { json, unread } = parseToml('date = 2026-01-01\nname = "shop"\ntext = """\nmail = 1\n"""\n[[name]]\nx = 1\n');
    expect(json['name']).toBe('shop');
    expect(unread).toContain('date = 2026-01-01');
    expect(unread).toContain('[[name]]');
  });
});
