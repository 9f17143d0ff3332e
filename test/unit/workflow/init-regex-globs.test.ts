import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { buildGlobsFromRegex } from '../../../src/workflow/init-regex-globs.js';

describe('buildGlobsFromRegex', () => {
  it.each([
    ['^src/', ['src/**']],
    ['^src/kitchen', ['src/kitchen*', 'src/kitchen*/**']],
    ['^src/kitchen/menu\\.ts$', ['src/kitchen/menu.ts']],
    ['\\.spec\\.ts$', ['**/*.spec.ts']],
    ['\\.(spec|test)\\.[jt]sx?$', ['**/*.{spec,test}.{j,t}sx', '**/*.{spec,test}.{j,t}s']],
    ['(^|/)legacy/', ['**/legacy/**']],
    ['^packages/[^/]+/dist', ['packages/*/dist*', 'packages/*/dist*/**']],
    ['^(src|lib)/', ['{src,lib}/**']],
    ['[/\\\\]__mocks__[/\\\\]', ['*/**/__mocks__/**']],
    ['^app/\\(shop\\)/\\[id\\]', ['app/\\(shop\\)/\\[id\\]*', 'app/\\(shop\\)/\\[id\\]*/**']],
  ])('%s', (source, globs) => {
    expect(buildGlobsFromRegex(source)).toEqual(globs);
  });

  it.each(['(?!src)', '^src/\\w+', 'a{2}', '(?<=x)y', '[a-z]+', '^src/([^/]+)/$1^', 'a+', 'src(', '\\bsoup', 'a$b', '[^.]x', '(ab)*', '.?', 'x^'])('gives up on %s rather than guess', (source) => {
    expect(buildGlobsFromRegex(source)).toBeUndefined();
  });

  it('matches what the expression matches, on any path', () => {
    const literal = fc.constantFrom('a', 'b', 'ab', '\\.', '/', '/', 'a/', '-');
    const piece = fc.oneof(
      { weight: 4, arbitrary: literal },
      { weight: 2, arbitrary: fc.constantFrom('.', '.*', '.+', '[^/]+', '[^/]*', '[^/]', '[ab]', '[.]', 'a?', '[ab]?', '.*?') },
      { weight: 1, arbitrary: fc.constantFrom('(a|b)', '(?:ab|\\.)', '(a|/b)', '(^|/)', '(/|$)', '(a|b)?', '(?:/a)?') },
    );
    const source = fc.tuple(fc.constantFrom('', '^'), fc.array(piece, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '$')).map(([head, body, tail]) => head + body.join('') + tail);
    // A path that ends in a dot is no source file, and picomatch has a fast way for `**/*.*` that leaves it out.
    const segment = fc.stringMatching(/^[ab.-]{0,3}[ab-]$/);
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    let translated = 0;
    fc.assert(
      fc.property(source, fc.array(path, { minLength: 12, maxLength: 12 }), (expression, paths) => {
        const globs = buildGlobsFromRegex(expression);
        if (!globs) return;
        translated++;
        const regex = new RegExp(expression);
        const matches = picomatch([...globs], { dot: true });
        // `a/**` matches a file named `a`, too: a folder and a file cannot share a name.
        for (const file of paths) if (matches(file) !== regex.test(file) && !regex.test(`${file}/a`)) expect([file, globs, matches(file)]).toEqual([file, globs, regex.test(file)]);
      }),
      { numRuns: 800 },
    );
    expect(translated).toBeGreaterThan(200);
  });
});
