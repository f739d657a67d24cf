// Modules that product code must not name at all, however it would load them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isTypeScript } from './source-files.ts';
import { type Verdict, verdict } from './step.ts';

interface Ban {
  readonly module: RegExp;
  readonly folders: RegExp;
  readonly except?: string;
  readonly why: string;
}

/** Any way of loading the module, on one line, as the formatter leaves it. */
function loading(module: string): RegExp {
  return new RegExp(`\\b(?:from|import|require|getBuiltinModule)\\b\\s*\\(?\\s*(['"\`])(?:${module})\\1`);
}

const BANS: readonly Ban[] = [
  {
    module: loading('(?:node:)?crypto'),
    folders: /^(tee-sim|main|preload|renderer|cli)\//,
    why: "Electron's node:crypto has no SM2, SM3 or SM4: use tee-sim/crypto",
  },
  {
    module: loading('sm-crypto(?:/[^\'"`]*)?'),
    folders: /^(tee-sim|main|preload|renderer|cli|browser-host)\//,
    except: 'tee-sim/crypto/sm-crypto-engine.ts',
    why: 'the reference library is loaded by its one engine only',
  },
];

export async function checkForbiddenImports(root: string, files: readonly string[]): Promise<Verdict> {
  const sources = files.filter((file) => isTypeScript(file) && BANS.some((ban) => ban.folders.test(file)));
  const problems: string[] = [];
  for (const file of sources) {
    const lines = (await readFile(join(root, file), 'utf8')).split('\n');
    for (const ban of BANS) {
      if (!ban.folders.test(file) || file === ban.except) continue;
      const line = lines.findIndex((text) => ban.module.test(text)) + 1;
      if (line > 0) problems.push(`${file}:${line}: ${ban.why}`);
    }
  }
  return verdict('forbidden imports', sources.length, 'sources', problems);
}
