// Preloaded into a forked utility process: gives it `process.parentPort` as Electron documents it
// and takes Node's own channel out of its sight, so that code cannot depend on it by mistake.
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
const queue: unknown[] = [];

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    send?.({ message });
  }
}

const parentPort = new ParentPort();

/** Electron queues what arrives until somebody listens. */
function deliver(): void {
  while (queue.length > 0 && parentPort.listenerCount('message') > 0) {
    parentPort.emit('message', { data: queue.shift(), ports: [] });
  }
}

process.on('message', ({ message }: { message: unknown }) => {
  queue.push(message);
  deliver();
});
parentPort.on('newListener', (name) => {
  // The listener is only registered after this event.
  if (name === 'message') queueMicrotask(deliver);
});

// Ctrl-C reaches the whole terminal group; the app decides when this process ends.
process.on('SIGINT', () => undefined);

// A utility process never outlives the app.
process.on('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort, enumerable: true });
for (const name of ['send', 'disconnect']) {
  Object.defineProperty(process, name, { value: undefined, configurable: true });
}
