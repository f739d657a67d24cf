import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { installPanic, PANIC_EXIT_CODE } from '../../../../tee-sim/os/panic.ts';

test.each(['uncaughtException', 'unhandledRejection'])('%s ends the process without a word', (event) => {
  const source = new EventEmitter();
  const exit = vi.fn();
  const printed = vi.spyOn(process.stderr, 'write');
  installPanic(source, exit);
  source.emit(event, new Error('a secret'));
  expect(exit.mock.calls).toEqual([[PANIC_EXIT_CODE]]);
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

test('somebody listens to SIGUSR1, so that Node does not open its inspector', () => {
  const source = new EventEmitter();
  const exit = vi.fn();
  installPanic(source, exit);
  expect(source.listenerCount('SIGUSR1')).toBe(1);
  source.emit('SIGUSR1');
  expect(exit).not.toHaveBeenCalled();
});
