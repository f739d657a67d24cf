// Builds the one classic script that runs ahead of the page's own: our page runtime, then the app's
// preload bundle inside a CommonJS function whose only module is `electron`.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

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
    'if (electron === undefined) return;',
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
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  return withoutWarning(() => stripTypeScriptTypes(source))
    .replace(/^import [^;]*;$/gm, '')
    .replace(/^export (?=(async )?(const|function|class) )/gm, '');
}

/** Node calls the function experimental on every start; the version is pinned, people need not read it. */
function withoutWarning<T>(run: () => T): T {
  const original = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return run();
  } finally {
    process.emitWarning = original;
  }
}
