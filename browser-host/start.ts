// Runs the app in the current folder as `electron .` would, over plain Node and any Chromium:
//   node --disable-sigusr1 browser-host/start.ts [--print-address]
// Answers `import 'electron'` and nothing else; the app's bundles stay as they were built.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { app, becomeReady, mainModule } from './app.ts';

// Without it any process of this user opens a debugger on a port that every user can reach.
if (!process.execArgv.includes('--disable-sigusr1')) {
  console.error('Start the browser host with: node --disable-sigusr1 browser-host/start.ts');
  process.exit(2);
}

const implementation = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: implementation, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

await import(pathToFileURL(mainModule).href);
becomeReady();
