// The host implements exactly what the built bundles import of Electron: modules and their members, no
// more and no fewer.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as implementation from '../../../browser-host/electron.ts';
import { RUNTIME_FILES } from '../../../browser-host/page-script.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MAIN = path.join(ROOT, 'out/main/index.js');
const PRELOAD = path.join(ROOT, 'out/preload/index.cjs');
const isBuilt = existsSync(MAIN) && existsSync(PRELOAD);

/** What every emitter has; Electron's own too. */
const EMITTER = new Set(['on', 'once', 'off', 'addListener', 'removeListener', 'emit']);

type Usage = Map<string, Set<string>>;

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.JS,
  );
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

/** Each import of electron by its symbol, so that locals of the same name are not taken for it. */
function importedNames(source: ts.SourceFile, checker: ts.TypeChecker): Map<ts.Symbol, string> {
  const names = new Map<ts.Symbol, string>();
  visit(source, (node) => {
    if (!ts.isImportDeclaration(node) || node.moduleSpecifier.getText(source).slice(1, -1) !== 'electron')
      return;
    const bindings = node.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) throw new Error('import electron by name');
    for (const { name, propertyName } of bindings.elements) {
      const symbol = checker.getSymbolAtLocation(name);
      if (symbol !== undefined) names.set(symbol, (propertyName ?? name).text);
    }
  });
  return names;
}

function usageInMain(): Usage {
  const options = { allowJs: true, noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.Latest };
  const program = ts.createProgram([MAIN], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(MAIN);
  if (source === undefined) throw new Error(MAIN);
  const names = importedNames(source, checker);
  const usage: Usage = new Map([...names.values()].map((name) => [name, new Set()]));
  const note = (object: ts.Node, member: string): void => {
    const symbol = ts.isIdentifier(object) ? checker.getSymbolAtLocation(object) : undefined;
    const name = symbol === undefined ? undefined : names.get(symbol);
    if (name !== undefined) usage.get(name)?.add(member);
  };
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node)) note(node.expression, node.name.text);
    // const { defaultSession } = session
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
      for (const { name, propertyName } of node.name.elements) {
        note(node.initializer, (propertyName ?? name).getText(source));
      }
    }
  });
  return usage;
}

/** Of `electron.ipcRenderer.invoke` in the preload, whose `electron` is `require('electron')`. */
function usageInPreload(source: ts.SourceFile): Usage {
  const usage: Usage = new Map();
  visit(source, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { expression: object, name } = node.expression;
    if (!ts.isIdentifier(object) || object.text !== 'electron') return;
    usage.set(name.text, (usage.get(name.text) ?? new Set()).add(node.name.text));
  });
  return usage;
}

function implementedMembers(value: object): string[] {
  const prototype = Object.getPrototypeOf(value) as object;
  const inherited = prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype);
  // Underscored ones are the emitter's own.
  const own = Object.keys(value).filter((name) => !name.startsWith('_'));
  return [...inherited, ...own].filter((name) => name !== 'constructor').sort();
}

function usedMembers(members: ReadonlySet<string> | undefined): string[] {
  return [...(members ?? [])].filter((name) => !EMITTER.has(name)).sort();
}

/** The object literals named `ipcRenderer` and `contextBridge` in the page runtime. */
function implementedInPage(): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const file of RUNTIME_FILES) {
    const url = path.resolve(ROOT, 'browser-host', file);
    const source = ts.createSourceFile(url, readFileSync(url, 'utf8'), ts.ScriptTarget.Latest, true);
    visit(source, (node) => {
      if (
        !ts.isVariableDeclaration(node) ||
        !node.initializer ||
        !ts.isObjectLiteralExpression(node.initializer)
      )
        return;
      const name = node.name.getText(source);
      if (name !== 'ipcRenderer' && name !== 'contextBridge') return;
      found[name] = node.initializer.properties
        .map((property) => property.name?.getText(source) ?? '')
        .sort();
    });
  }
  return found;
}

describe.skipIf(!isBuilt)(`names of Electron${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('are the same modules in main and host', () => {
    const used = [...usageInMain().keys()];
    expect(used.length).toBeGreaterThan(0);
    expect(Object.keys(implementation).sort()).toEqual(used.sort());
  });

  it('are the same members of each module', () => {
    const usage = usageInMain();
    for (const [name, value] of Object.entries(implementation)) {
      // A window's members are those of its instances; its contract is tested in host-electron-api.
      if (name === 'BrowserWindow') continue;
      expect({ [name]: implementedMembers(value) }).toEqual({ [name]: usedMembers(usage.get(name)) });
    }
    expect(Object.keys(implementation.session.defaultSession).sort()).toEqual(
      [...readFileSync(MAIN, 'utf8').matchAll(/\bdefaultSession\.(\w+)\(/g)].map(([, name]) => name).sort(),
    );
  });

  it('are the same modules and members in preload and host', () => {
    const used = Object.fromEntries(
      [...usageInPreload(parse(PRELOAD))].map(([name, set]) => [name, [...set].sort()]),
    );
    expect(implementedInPage()).toEqual(used);
  });

  it('leave no other require in the preload', () => {
    const required = [...readFileSync(PRELOAD, 'utf8').matchAll(/\brequire\(\s*["'`]([^"'`]*)/g)].map(
      ([, name]) => name,
    );
    expect(required).toEqual(['electron']);
  });
});
