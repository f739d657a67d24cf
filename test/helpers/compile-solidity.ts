// Compiles a contract of test/helpers/contracts, with what it imports from packages; kept until a source changes.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Abi, Hex } from 'viem';

const require = createRequire(import.meta.url);
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/test-contracts');

export interface CompiledContract {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

interface Solc {
  version(): string;
  compile(
    input: string,
    callbacks: { import(path: string): { contents: string } | { error: string } },
  ): string;
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
}

export function compileContract(name: string): CompiledContract {
  const source = readFileSync(join(import.meta.dirname, 'contracts', `${name}.sol`), 'utf8');
  const packages = [require('solc/package.json'), require('@openzeppelin/contracts/package.json')];
  const versions = packages.map(({ version }) => version);
  const key = createHash('sha256')
    .update(JSON.stringify([source, versions]))
    .digest('hex')
    .slice(0, 16);
  const cached = join(CACHE, `${name}-${key}.json`);
  try {
    return JSON.parse(readFileSync(cached, 'utf8'));
  } catch {
    const compiled = compile(name, source);
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(cached, JSON.stringify(compiled));
    return compiled;
  }
}

function compile(name: string, source: string): CompiledContract {
  const solc: Solc = require('solc');
  const input = {
    language: 'Solidity',
    sources: { [name]: { content: source } },
    settings: {
      optimizer: { enabled: true },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const readImport = (path: string) => ({ contents: readFileSync(require.resolve(path), 'utf8') });
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }));
  const failure = output.errors?.find(({ severity }) => severity === 'error');
  const contract = output.contracts?.[name]?.[name];
  if (failure !== undefined || contract === undefined) throw new Error(failure?.formattedMessage ?? name);
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` };
}
