// Exposes what the suite needs of the preload's side.
const { contextBridge, ipcRenderer } = require('electron');

const errorOf = (run) => {
  try {
    run();
    return null;
  } catch (error) {
    return error.message;
  }
};

const held = { list: [1] };
contextBridge.exposeInMainWorld('contract', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  on: (channel, listener) => {
    const wrapped = (event, ...args) => listener(typeof event, ...args);
    ipcRenderer.on(channel, wrapped);
    return () => {
      ipcRenderer.removeListener(channel, wrapped);
    };
  },
  held,
  heldLength: () => held.list.length,
  exposeAgain: () => errorOf(() => contextBridge.exposeInMainWorld('contract', {})),
  requireOther: () => errorOf(() => require('left-pad')),
  isTop: window.top === window,
});
