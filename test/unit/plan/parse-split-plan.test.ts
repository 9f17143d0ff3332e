import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToolError } from '../../../src/diagnostic/tool-error.js';
import { findJsonError } from '../../../src/plan/split/json-error.js';
import { parseSplitPlan, splitPlanJsonSchema } from '../../../src/plan/split/parse-split-plan.js';

const plan = {
  version: 1,
  kind: 'split',
  source: 'src/orders.ts',
  fingerprint: 'sha256:00',
  facade: 'keep',
  maxLines: 600,
  parts: [{ file: 'src/orders/cart.ts', declarations: ['addToCart'], because: 'cart' }],
};

function failure(text: string): ToolError {
  try {
    parseSplitPlan(text, 'plan.json');
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('parseSplitPlan', () => {
  it('reads what JSON.stringify wrote, with or without a byte order mark', () => {
    expect(parseSplitPlan(JSON.stringify(plan), 'plan.json')).toEqual(plan);
    expect(parseSplitPlan(`\uFEFF${JSON.stringify(plan, null, 2)}`, 'plan.json')).toEqual(plan);
  });

  it('names line and column of a trailing comma', () => {
    expect(failure('{\n  "version": 1,\n}').detail).toBe('plan.json:3:1 should have a property name in double quotes');
  });

  it('names the end of the text for a plan that was cut off', () => {
    expect(failure('{ "version": 1').detail).toBe('plan.json:1:15 should have a comma or }');
    expect(failure('').detail).toContain('plan.json:1:1');
  });

  it('suggests the nearest key for a mistyped one, in the plan and in a part', () => {
    expect(failure(JSON.stringify({ ...plan, maxLine: 3 })).detail).toContain('maxLine is not a key of a plan; did you mean maxLines?');
    const parts = [{ ...plan.parts[0], declaration: [] }];
    expect(failure(JSON.stringify({ ...plan, parts })).detail).toContain(
      'parts[0].declaration is not a key of a part; did you mean declarations?',
    );
  });

  it('names the path of a value of the wrong type', () => {
    expect(failure(JSON.stringify({ ...plan, parts: [{ ...plan.parts[0], file: 7 }] })).detail).toContain('parts[0].file');
    expect(failure('[]').detail).toContain('the plan');
  });

  it('publishes a schema that closes its objects', () => {
    expect(splitPlanJsonSchema()).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: expect.arrayContaining(['parts', 'fingerprint']),
    });
  });
});

describe('findJsonError', () => {
  const accepts = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it('agrees with JSON.parse on valid texts and on texts with one character changed', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('"', '{', ']', ',', ':', '1', '-', '.', 'e', '\\', ' ', '\n', 'u', ''),
        (text, position, character) => {
          expect(findJsonError(text)).toBeUndefined();
          const at = position % (text.length + 1);
          const changed = text.slice(0, at) + character + text.slice(at + 1);
          expect(findJsonError(changed) === undefined, changed).toBe(accepts(changed));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('survives a hundred thousand open brackets', () => {
    expect(findJsonError('['.repeat(100_000))?.offset).toBe(100_000);
  });
});
