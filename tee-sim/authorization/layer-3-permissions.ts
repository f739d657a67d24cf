// Layer 3: what this user may do (S2 §4.4): the device's things, a wallet's, and how much of what may leave it.
// Must never tell a wallet of someone else from one that never was: same answer, same trace, same look-ups.
import { refusal } from '../os/refusals.ts';
import type { BindingType, WalletId, WalletPermission } from '../protocol/bindings.ts';
import type { Subject } from '../protocol/command-spec.ts';
import type { BindingRecord, BindingStore } from './bindings.ts';
import type { LimitLedger } from './limit-ledger.ts';
import type { SessionUser } from './session.ts';
import { type ChainSpend, type LimitFinding, perDay, perTransaction } from './spending.ts';
import type { Finding, TraceRecorder } from './trace.ts';

export interface SubjectRequest {
  /** Layer 2 made sure that there is one wherever the subject needs one. */
  readonly user: SessionUser | undefined;
  readonly subject: Subject;
  /** Of the subject `wallet` and `wallet-owner`. */
  readonly walletId: WalletId | undefined;
}

export class UserPermissions {
  readonly #bindings: Pick<BindingStore, 'find'>;
  readonly #ledger: Pick<LimitLedger, 'used'>;
  readonly #laterMs: () => number;

  /** `laterMs`: the later of TEE and wall time, which ends things. */
  constructor(services: {
    bindings: Pick<BindingStore, 'find'>;
    ledger: Pick<LimitLedger, 'used'>;
    laterMs: () => number;
  }) {
    this.#bindings = services.bindings;
    this.#ledger = services.ledger;
    this.#laterMs = services.laterMs;
  }

  /**
   * The binding that permits a wallet's command; nothing for commands of no wallet.
   * @throws ACCESS_DENIED not-device-owner, binding-expired, not-permitted · ITEM_NOT_FOUND unknown-wallet
   */
  checkSubject({ user, subject, walletId }: SubjectRequest, trace: TraceRecorder): BindingRecord | undefined {
    if (subject.kind === 'client' || subject.kind === 'user') return undefined;
    if (subject.kind === 'device-owner') {
      trace.check(3, 'role', () => isDeviceOwner(user));
      return undefined;
    }
    const { binding } = trace.check(3, 'wallet-binding', () => this.#boundTo(walletId, user));
    if (binding === undefined) throw refusal('unknown-wallet', 3);
    trace.check(3, 'binding-expiry', () => this.#inForce(binding));
    trace.check(3, 'permission', () =>
      subject.kind === 'wallet-owner' ? isOwner(binding.terms.type) : permits(binding, subject.permission),
    );
    return binding;
  }

  /**
   * Every asset of the spend. Nothing is taken here: amounts are added in the transaction that commits the operation.
   * @throws ACCESS_DENIED unbounded-spend, no-limit-for-asset, transaction-limit, daily-limit
   */
  checkLimits(binding: BindingRecord, spend: ChainSpend, trace: TraceRecorder): void {
    const { limits } = binding.terms;
    if (limits === undefined) return;
    trace.check(3, 'transaction-limit', () => asFinding(perTransaction(limits, spend), spend));
    trace.check(3, 'daily-limit', () => asFinding(perDay(binding, limits, spend, this.#ledger), spend));
  }

  #boundTo(walletId: WalletId | undefined, user: SessionUser | undefined) {
    const bound = walletId !== undefined && user !== undefined && this.#bindings.find(walletId, user.id);
    const found: Finding & { binding?: BindingRecord } = bound
      ? { binding: bound }
      : { refusal: 'unknown-wallet' };
    return found;
  }

  #inForce({ terms: { expiresAtMs } }: BindingRecord): Finding {
    if (expiresAtMs === undefined) return {};
    const now = this.#laterMs();
    const found = { expected: `< ${isoTime(expiresAtMs)}`, actual: isoTime(now) };
    return now < expiresAtMs ? found : { ...found, refusal: 'binding-expired' };
  }
}

function isDeviceOwner(user: SessionUser | undefined): Finding {
  const found = { expected: 'device-owner', actual: user?.role };
  return user?.role === 'device-owner' ? found : { ...found, refusal: 'not-device-owner' };
}

function isOwner(type: BindingType): Finding {
  const found = { expected: 'Owner', actual: type };
  return type === 'Owner' ? found : { ...found, refusal: 'not-permitted' };
}

function permits({ terms }: BindingRecord, permission: WalletPermission): Finding {
  const found = { expected: permission, actual: terms.permissions.join(', ') };
  return terms.permissions.includes(permission) ? found : { ...found, refusal: 'not-permitted' };
}

/** Amounts of a token name it; those of the chain's own coin stand alone. */
function asFinding({ reason, asset, amount, used, most }: LimitFinding, { chainId }: ChainSpend): Finding {
  const denial = reason === undefined ? {} : { refusal: reason };
  if (reason === 'unbounded-spend') return { ...denial, expected: 'bounded', actual: 'unbounded' };
  if (reason === 'no-limit-for-asset') return { ...denial, actual: `${chainId ?? '-'}/${asset}` };
  if (amount === undefined) return denial;
  const unit = asset === 'native' ? '' : ` ${asset}`;
  return { ...denial, expected: `<= ${most}${unit}`, actual: `${(used ?? 0n) + amount}${unit}` };
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
