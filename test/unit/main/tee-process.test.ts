import { beforeEach, expect, it, vi } from 'vitest';
import { forkElectronTee } from '../../../main/tee-process.ts';
import { utilityProcess } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

beforeEach(() => {
  utilityProcess.children.length = 0;
  utilityProcess.fork.mockClear();
});

function fork() {
  const tee = forkElectronTee('/bundles/tee/tee.cjs');
  const child = utilityProcess.children[0];
  if (child === undefined) throw new Error('nothing was forked');
  return { tee, child };
}

it('gives the TEE nothing of the environment, no arguments and no input', () => {
  fork();
  expect(utilityProcess.fork).toHaveBeenCalledExactlyOnceWith('/bundles/tee/tee.cjs', [], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
    serviceName: 'AirAccount TEE',
  });
});

it('drops what the TEE prints, without letting it block', () => {
  const { child } = fork();
  expect(child.stdout.resume).toHaveBeenCalledOnce();
  expect(child.stderr.resume).toHaveBeenCalledOnce();
});

it('passes messages both ways, the exit code and the kill', () => {
  const { tee, child } = fork();
  const heard: unknown[] = [];
  tee.onMessage((message) => heard.push(message));
  tee.onExit((code) => heard.push(code));
  child.emit('message', { type: 'booted' });
  child.emit('exit', 70);
  expect(heard).toEqual([{ type: 'booted' }, 70]);
  tee.postMessage({ type: 'boot' });
  expect(child.postMessage).toHaveBeenCalledExactlyOnceWith({ type: 'boot' });
  tee.kill();
  expect(child.kill).toHaveBeenCalledOnce();
  expect(tee.pid).toBe(child.pid);
});
