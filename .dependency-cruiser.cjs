// Which way imports point (docs/ARCHITECTURE.md). Each rule names who, and what they may not reach.
// Tests and benches may import anything; build configurations belong to the build.

/** What may be imported: these folders, plus packages and Node's own modules unless another rule says no. */
function only(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: String.raw`\.config\.ts$` },
    to: { pathNot: [...allowed, '(^|/)node_modules/'], dependencyTypesNot: ['core'] },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('tee-sim-stands-alone', '^tee-sim/', ['^tee-sim/']),
    only('protocol-is-the-base', '^tee-sim/protocol/', ['^tee-sim/protocol/']),
    only('crypto-is-pure', '^tee-sim/crypto/', ['^tee-sim/(crypto|protocol)/']),
    only('risk', '^tee-sim/risk/', ['^tee-sim/(risk|crypto|protocol)/', '^tee-sim/storage/storage\\.ts$']),
    only('wallet-is-pure', '^tee-sim/wallet/', [
      '^tee-sim/(wallet|crypto|protocol)/',
      '^tee-sim/os/refusals\\.ts$',
    ]),
    only('client-library', '^tee-sim/client/', ['^tee-sim/(client|crypto|protocol)/']),
    only('renderer', '^renderer/', [
      '^renderer/',
      '^preload/(contract|networks)\\.ts$',
      '^tee-sim/(client|crypto|protocol)/',
    ]),
    only('preload', '^preload/', ['^preload/', '^tee-sim/protocol/']),
    only('main', '^main/', [
      '^main/',
      '^preload/(contract|networks|channels)\\.ts$',
      '^tee-sim/(crypto|protocol)/',
    ]),
    only('cli', '^cli/', [
      '^cli/',
      '^main/',
      '^preload/(contract|networks)\\.ts$',
      '^tee-sim/(client|crypto|protocol)/',
    ]),
    {
      name: 'screens-stand-alone',
      comment: 'what two screens need lies below both, e.g. in renderer/signing',
      severity: 'error',
      from: { path: '^renderer/screens/([^/]+)/' },
      to: { path: '^renderer/screens/', pathNot: '^renderer/screens/$1/' },
    },
    {
      name: 'screens-are-on-top',
      comment: 'else one screen reaches another through what both share',
      severity: 'error',
      from: { path: '^renderer/(signing|behaviour|ui)/' },
      to: { path: '^renderer/screens/' },
    },
    {
      name: 'client-is-not-of-the-secure-world',
      severity: 'error',
      from: { path: '^tee-sim/', pathNot: '^tee-sim/client/' },
      to: { path: '^tee-sim/client/' },
    },
    {
      name: 'os-is-on-top',
      comment: 'its table of refusals is for everybody in the Secure World',
      severity: 'error',
      from: { path: '^tee-sim/', pathNot: '^tee-sim/os/' },
      to: { path: '^tee-sim/os/', pathNot: '^tee-sim/os/refusals\\.ts$' },
    },
    {
      name: 'runs-in-a-browser-too',
      comment:
        'client, protocol, crypto, risk and wallet run in browser and Node alike; the renderer has no Node',
      severity: 'error',
      from: { path: ['^tee-sim/(client|protocol|crypto|risk|wallet)/', '^renderer/', '^preload/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-stays-in-main-and-preload',
      severity: 'error',
      from: { path: '^(tee-sim|renderer|cli|scripts|bin)/' },
      to: { path: ['^electron$', '(^|/)node_modules/electron/'] },
    },
    {
      name: 'cli-never-reaches-electron',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: ['^electron$', '(^|/)node_modules/electron/'], reachable: true },
    },
    {
      name: 'database-only-in-storage',
      severity: 'error',
      from: { path: '^(main|preload|renderer|cli|tee-sim)/', pathNot: '^tee-sim/storage/' },
      to: { path: ['better-sqlite3', '^(node:)?sqlite$'] },
    },
    {
      name: 'nobody-imports-the-browser-host',
      severity: 'error',
      from: { path: '^(main|preload|renderer|cli|tee-sim|scripts|bin)/' },
      to: { path: '^browser-host/' },
    },
    {
      name: 'product-imports-no-tooling',
      severity: 'error',
      from: {
        path: '^(main|preload|renderer|cli|tee-sim|browser-host)/',
        pathNot: String.raw`\.config\.ts$`,
      },
      to: { path: ['^(scripts|test|bench)/', '(^|/)node_modules/(vite|vitest|playwright|@playwright)/'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
