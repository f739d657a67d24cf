// What the programs that this app is built on are called by those who make them: the same in every language.

const NAMES: ReadonlyMap<string, string> = new Map([
  ['electron', 'Electron'],
  ['chrome', 'Chromium'],
  ['node', 'Node.js'],
  ['v8', 'V8'],
]);

/** One that is not known keeps the name it came with. */
export function componentName(key: string): string {
  return NAMES.get(key) ?? key;
}
