import { describe, expect, it } from 'vitest';
import { printDifferences } from '../../../src/text/value-difference.js';

describe('how a value changed', () => {
  it('names the part that did, and no other', () => {
    const backoff = '{"delay":1000,"type":"exponential"}';
    expect(printDifferences('retry', { attempts: 5, backoff }, { attempts: 4, backoff })).toEqual(['retry.attempts: 5 -> 4']);
  });

  it('shows JSON in a text as it is written', () => {
    expect(printDifferences('retry', { backoff: '{"delay":1000}' }, { backoff: '{"delay":2000}' })).toEqual(['retry.backoff: {"delay":1000} -> {"delay":2000}']);
  });

  it('says what is not there on one side', () => {
    expect(printDifferences('schedule', { pattern: '0 9 * * 1' }, { pattern: '0 9 * * 1', timeZone: 'Europe/Berlin' })).toEqual(['schedule.timeZone: (none) -> "Europe/Berlin"']);
    expect(printDifferences('retry', { attempts: 3 }, undefined)).toEqual(['retry: {"attempts":3} -> (none)']);
  });

  it('takes a list for one value', () => {
    expect(printDifferences('decorators', ['@Cron()'], ['@Cron()', '@Once()'])).toEqual(['decorators: ["@Cron()"] -> ["@Cron()","@Once()"]']);
  });
});
