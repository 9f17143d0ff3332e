import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import type { TaskRecord } from '../../../src/model/task-record.js';
import { loadSide, type Files } from '../verify/check-input.js';

function tasksOf(files: Files): readonly TaskRecord[] {
  return loadSide(files, filePath('/shop')).tasks();
}

function told(files: Files): readonly string[] {
  return tasksOf(files).map(({ kind, id, registration }) => `${kind} ${id} ${registration ?? '-'}`);
}

const clock = "import { Injectable } from '@nestjs/common';\nimport { Cron } from '@nestjs/schedule';\n@Injectable()\nexport class Clock { @Cron('0 6 * * *') open() {} }\n";

describe('listeners of the event emitter', () => {
  it('are one for each event and each decorator', () => {
    const files = {
      'a.ts': `import { Module } from '@nestjs/common';
        import { OnEvent } from '@nestjs/event-emitter';
        import { SERVED } from './names.js';
        export class Waiter { @OnEvent(SERVED) @OnEvent(['order.placed', 'order.paid'], { async: true }) note(order: Order) {} }
        @Module({ providers: [Waiter] }) export class WaiterModule {}`,
      'names.ts': "export const SERVED = 'order.served';",
    };
    expect(told(files)).toEqual(['listener order.paid providers', 'listener order.placed providers', 'listener order.served providers']);
  });
});

describe('the modules of an application', () => {
  it('list a class through a facade and under another name', () => {
    const files = {
      'clock.ts': clock,
      'facade.ts': "export { Clock as Watch } from './clock.js';",
      'app.ts': "import * as nest from '@nestjs/common';\nimport { Watch } from './facade.js';\n@nest.Module({ providers: [Watch] })\nexport class AppModule {}",
    };
    expect(told(files)).toEqual(['schedule Clock.open providers']);
  });

  it('count all where one of their lists is computed, and only the loaded ones where none is', () => {
    const app = (imports: string) => `import { Module } from '@nestjs/common';
      import { NestFactory } from '@nestjs/core';
      import { Clock } from './clock.js';
      import { findModules } from './find.js';
      @Module({ providers: [Clock] }) export class ClockModule {}
      @Module({ imports: ${imports} }) export class AppModule {}
      NestFactory.create(AppModule);`;
    const files = (imports: string) => ({ 'clock.ts': clock, 'app.ts': app(imports), 'find.ts': 'export const findModules = () => [];' });
    expect(told(files('[]'))).toEqual(['schedule Clock.open -']);
    expect(told(files('[...findModules()]'))).toEqual(['schedule Clock.open providers']);
    expect(told(files('process.env.CLOCK ? [ClockModule] : []'))).toEqual(['schedule Clock.open providers']);
  });

  it('may import each other in a circle', () => {
    const files = {
      'clock.ts': clock,
      'app.ts': `import { forwardRef, Module } from '@nestjs/common';
        import { NestFactory } from '@nestjs/core';
        import { Clock } from './clock.js';
        @Module({ imports: [forwardRef(() => AppModule)], providers: [Clock] }) export class ClockModule {}
        @Module({ imports: [forwardRef(() => ClockModule)] }) export class AppModule {}
        export const start = () => NestFactory.createMicroservice(AppModule, {});`,
    };
    expect(told(files)).toEqual(['schedule Clock.open providers']);
  });

  it('know a class of the same name in another file for another one', () => {
    const files = {
      'clock.ts': clock,
      'other.ts': "import { Module } from '@nestjs/common';\nclass Clock {}\n@Module({ providers: [Clock] })\nexport class OtherModule {}",
    };
    expect(told(files)).toEqual(['schedule Clock.open -']);
  });
});

describe('decorators of the project itself', () => {
  it('are not taken for those of the package', () => {
    expect(told({ 'a.ts': "import { Cron } from './cron.js';\nimport '@nestjs/schedule';\nclass Clock { @Cron('x') open() {} }", 'cron.ts': 'export const Cron = (text: string) => () => {};' })).toEqual([]);
  });
});
