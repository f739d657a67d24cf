// Builds the one classic script that runs ahead of the page's own: our page runtime, then the app's
// preload bundle inside a CommonJS function whose only module is `electron`.
import { readFileSync } from 'node:fs';
import { readStripped } from './strip-types.ts';

/** In the order in which they need each other. */
export const RUNTIME_FILES = [
  './codec.ts',
  './page/context-bridge.ts',
  './page/socket.ts',
  './page/guards.ts',
  './page/downloads.ts',
  './page/menu-keys.ts',
  './page/bridge.ts',
];

let runtime: string | undefined;

export function buildPageScript(
  preloadFile: string | undefined,
  settings: { readonly socketPath: string },
): string {
  runtime ??= RUNTIME_FILES.map(readAsScript).join('\n');
  const preload = preloadFile === undefined ? '' : readFileSync(preloadFile, 'utf8');
  return [
    '(() => {',
    "'use strict';",
    runtime,
    `const electron = startBridge(${JSON.stringify(settings)});`,
    'const require = requireElectron(electron);',
    'const module = { exports: {} };',
    '(function (require, module, exports) {',
    preload,
    '\n})(require, module, module.exports);',
    '})();',
  ].join('\n');
}

/** Our own modules as parts of one script: types gone, imports (all of one another) and `export` dropped. */
function readAsScript(file: string): string {
  return readStripped(file)
    .replace(/^import [^;]*;$/gm, '')
    .replace(/^export (?=(async )?(const|function|class) )/gm, '');
}
