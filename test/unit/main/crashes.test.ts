import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endAfter, handleChildFailures, handleMainFailures } from '../../../main/crashes.ts';
import type { LogEvent, LogFields } from '../../../main/log-entry.ts';
import { app, FakeContents } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

const SECRET = 'q83vEjRWeJq83vEjRWeJq83vEjRWeJq8';
let logged: [LogEvent, LogFields | undefined][];
const log = (event: LogEvent, fields?: LogFields) => void logged.push([event, fields]);

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  app.removeAllListeners();
  logged = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('main', () => {
  it('ends after a failure, and prints and logs nothing of its message', () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    endAfter(new RangeError(SECRET), log);
    expect(app.exit).toHaveBeenCalledExactlyOnceWith(1);
    expect(logged[0]).toMatchObject(['uncaught-exception', { errorName: 'RangeError' }]);
    expect(JSON.stringify([logged, printed.mock.calls])).not.toContain(SECRET);
    expect(printed.mock.calls[0]?.[0]).toContain('RangeError');
  });

  it('listens for both kinds of failure, and survives a rejection', () => {
    const listeners = new Map<string | symbol, (error: unknown) => void>();
    vi.spyOn(process, 'on').mockImplementation((event, listener) => {
      listeners.set(event, listener as (error: unknown) => void);
      return process;
    });
    vi.spyOn(console, 'error').mockReturnValue();
    handleMainFailures(log);
    listeners.get('unhandledRejection')?.(new TypeError(SECRET));
    expect(app.exit).not.toHaveBeenCalled();
    listeners.get('uncaughtException')?.(new TypeError(SECRET));
    expect(app.exit).toHaveBeenCalledExactlyOnceWith(1);
    expect(logged.map(([event]) => event)).toEqual(['unhandled-rejection', 'uncaught-exception']);
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });
});

describe('a renderer', () => {
  let contents: FakeContents;
  const die = (reason = 'crashed') => app.emit('render-process-gone', {}, contents, { reason, exitCode: 5 });

  beforeEach(() => {
    contents = new FakeContents();
    handleChildFailures(log);
  });

  it('that died is loaded again', () => {
    die();
    expect(contents.reload).toHaveBeenCalledOnce();
    expect(logged).toEqual([['renderer-gone', { name: 'crashed', exitCode: 5 }]]);
  });

  it('that ended as it should, or whose window is gone, is not', () => {
    die('clean-exit');
    contents.destroyed = true;
    die();
    expect(contents.reload).not.toHaveBeenCalled();
    expect(app.quit).not.toHaveBeenCalled();
  });

  it('that keeps dying ends the app', () => {
    for (let death = 0; death < 4; death += 1) die();
    expect(contents.reload).toHaveBeenCalledTimes(3);
    expect(app.quit).toHaveBeenCalledOnce();
  });

  it('that lived for a minute is forgiven', () => {
    for (let death = 0; death < 3; death += 1) die();
    vi.advanceTimersByTime(60_000);
    die();
    expect(contents.reload).toHaveBeenCalledTimes(4);
    expect(app.quit).not.toHaveBeenCalled();
  });
});

it('another child process is noted, without its details', () => {
  handleChildFailures(log);
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 9, name: SECRET });
  expect(logged).toEqual([['child-gone', { name: 'GPU.crashed', exitCode: 9 }]]);
});
