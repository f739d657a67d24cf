// The TEE as an Electron utility process: nothing of our environment, nothing of its output.
import { utilityProcess } from 'electron';
import type { ForkTee } from './tee-child.ts';

export const forkElectronTee: ForkTee = (bundlePath) => {
  const child = utilityProcess.fork(bundlePath, [], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
    serviceName: 'AirAccount TEE',
  });
  // What a dying process prints may quote what it was handling: read, so that it never blocks, and dropped.
  child.stdout?.resume();
  child.stderr?.resume();
  return {
    get pid() {
      return child.pid;
    },
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  };
};
