// The least level that a signature needs, whatever its risk score says, and why. Pure.
import { allFlags, type Decoded } from '../protocol/decoded.ts';
import type { AuthLevel } from '../protocol/factors.ts';
import type { Address } from '../protocol/payment.ts';
import type { LevelGround, SignatureKind } from '../protocol/review.ts';
import { ZERO_ADDRESS } from './decoded.ts';

export interface RequiredLevel {
  readonly level: AuthLevel;
  /** In the order of the table; none at Standard. */
  readonly grounds: readonly LevelGround[];
}

/** What does not follow from the signature alone. */
export interface LevelFacts {
  /** As `spendOf` found. */
  readonly unbounded: boolean;
  /** Neither paid before nor in a bundled list. */
  readonly isStranger: (address: Address) => boolean;
}

/** What each ground needs. */
const LEVEL_OF: Readonly<Record<LevelGround, Exclude<AuthLevel, 'Standard'>>> = {
  unbounded: 'Maximum',
  'unlimited-approval': 'Maximum',
  'unlimited-to-another': 'Maximum',
  'allowance-to-stranger': 'Enhanced',
  'typed-data': 'Enhanced',
  'unknown-token': 'Enhanced',
  'value-with-call': 'Enhanced',
  'absurd-fee': 'Maximum',
};
const GROUNDS = Object.keys(LEVEL_OF) as LevelGround[];

export function requiredLevel(kind: SignatureKind, decoded: Decoded, facts: LevelFacts): RequiredLevel {
  const flags: ReadonlySet<string> = allFlags(decoded);
  const holds = (ground: LevelGround): boolean => {
    if (ground === 'unbounded') return facts.unbounded;
    if (ground === 'unlimited-to-another') return someOf(decoded, givesAllAway);
    if (ground === 'allowance-to-stranger') {
      return someOf(decoded, (part) => allows(part, facts.isStranger));
    }
    return ground === 'typed-data' ? kind === 'typed-data' : flags.has(ground);
  };
  const grounds = GROUNDS.filter(holds);
  const needed = grounds.map((ground) => LEVEL_OF[ground]);
  const level = needed.includes('Maximum') ? 'Maximum' : needed.length > 0 ? 'Enhanced' : 'Standard';
  return { level, grounds };
}

/** A described call names the signer as no party. */
function givesAllAway({ kind, amounts, parties }: Decoded): boolean {
  const isOfAnother = parties.some(({ role }) => role === 'recipient');
  return kind === 'described-call' && isOfAnother && amounts.some(({ unlimited }) => unlimited);
}

/** An allowance of more than nothing; a collectible's for the zero address takes one back. */
function allows({ kind, amounts, granted, parties }: Decoded, isStranger: LevelFacts['isStranger']): boolean {
  const isAllowance = kind === 'token-approval' || kind === 'collectible-approval';
  const isSome = isAllowance && amounts.some(({ asset, amount }) => asset !== 'native' && amount > 0n);
  if (!isSome && granted !== true) return false;
  return parties.some(
    ({ role, address }) => role === 'spender' && address !== ZERO_ADDRESS && isStranger(address),
  );
}

function someOf(decoded: Decoded, holds: (part: Decoded) => boolean): boolean {
  return holds(decoded) || decoded.inner.some((part) => someOf(part, holds));
}
