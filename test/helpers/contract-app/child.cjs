// A utility process that reports how it was started and what it was sent.
setTimeout(() => {
  process.parentPort.on('message', (event) => {
    const { data } = event;
    if (data === 'exit') process.exit(7);
    if (data === 'throw') throw new Error('on purpose');
    process.parentPort.postMessage({
      data,
      kind: Object.prototype.toString.call(data),
      ports: event.ports,
      env: Object.keys(process.env),
      argv: process.argv.slice(2),
      send: typeof process.send,
      ended: process.stdin.readableEnded,
    });
  });
  // Later than the first messages: they must have waited.
}, 300);
console.log('child says hello');
