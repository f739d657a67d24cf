// What a descriptor can say, in the spirit of ERC-7730: data only, ours, bundled. It belongs to contracts by chain and
// address, and tells of a function what it is for, what is shown and what leaves.
import type { FieldLabel, Intent, PartyRole } from '../../protocol/decoded.ts';
import type { TokenStandard } from '../decoded.ts';

/**
 * `#.amountIn`, `#.params.fee`, `#.path.[0]`, `#.path.[-1]`, `#.path.[1:-1]`: an argument; `@.value`, `@.to`, `@.from`:
 * of the call itself; `$.wrapped`: of the deployment.
 */
export type Path = string;
/** Where the asset's address is found, or the chain's own coin. */
export type AssetPath = 'native' | Path;

export interface Deployment {
  readonly chainId: number;
  /** EIP-55. */
  readonly address: string;
  /** The token that stands for the chain's coin there, EIP-55. */
  readonly wrapped?: string;
}

export interface FieldFormat {
  readonly label: FieldLabel;
  /** `per-million` shows 3000 as "0.3 %". */
  readonly format: 'address' | 'amount' | 'number' | 'date' | 'per-million';
  readonly path: Path;
  /** Of an amount. */
  readonly asset?: AssetPath;
  /** Of an address: who it is in this, unless it is the signer. */
  readonly role?: PartyRole;
}

/** What must hold for the descriptor to tell the truth; else it says nothing at all. */
export interface Condition {
  readonly path: Path;
  /** Exactly this: a decimal number, an address in EIP-55, or a path. Then it needs no line of its own. */
  readonly is?: string;
  /** None of these. */
  readonly isNot?: readonly string[];
}

export interface FunctionDescriptor {
  /** With the name of every argument. */
  readonly signature: string;
  readonly intent: Intent;
  /** Coins with the call: none, as many as one likes, or exactly what stands there. */
  readonly value: 'none' | 'any' | Path;
  readonly conditions?: readonly Condition[];
  readonly fields: readonly FieldFormat[];
  /** What leaves beside the coins, or is owed afterwards; with `unlessOwn` only when that address is not the signer's. */
  readonly spends?: readonly { asset: Path; amount: Path; unlessOwn?: Path }[];
}

export interface Descriptor {
  /** Where it holds: these contracts, or whatever the token book knows of a standard. */
  readonly deployments: readonly Deployment[] | { readonly standard: TokenStandard };
  readonly functions: readonly FunctionDescriptor[];
}
