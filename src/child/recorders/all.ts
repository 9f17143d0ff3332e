import { agenda } from './agenda.js';
import { bullmq } from './bullmq.js';
import { graphileWorker } from './graphile-worker.js';
import { nestRecorders } from './nestjs.js';
import { pgBoss } from './pg-boss.js';
import type { Recorder } from './recorder.js';

const recorders: readonly Recorder[] = [agenda, bullmq, graphileWorker, pgBoss, ...nestRecorders];

/** By package name. */
export const recorderOf: ReadonlyMap<string, Recorder> = new Map(recorders.flatMap((recorder) => recorder.packages.map((name) => [name, recorder] as const)));
