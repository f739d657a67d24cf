// Real storage in a throw-away folder, with the stores above it and a running time that a test moves.
import { BindingStore } from '../../../../tee-sim/authorization/bindings.ts';
import { ClientRegistry } from '../../../../tee-sim/authorization/clients.ts';
import { LimitLedger } from '../../../../tee-sim/authorization/limit-ledger.ts';
import { PolicyStore } from '../../../../tee-sim/authorization/policy.ts';
import { RunningTime } from '../../../../tee-sim/authorization/running-time.ts';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { WalletStore } from '../../../../tee-sim/authorization/wallets.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import {
  type BindingTermsInput,
  bindingTermsSchema,
  walletIdSchema,
} from '../../../../tee-sim/protocol/bindings.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import type { SecureStorage, Transaction } from '../../../../tee-sim/storage/storage.ts';
import { openAt } from '../storage/storage-fixture.ts';

export const OWNER = userIdSchema.parse('device-owner');
export const BOB = userIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ');
export const WALLET = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAg');
export const OTHER_WALLET = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAw');
export const CLIENT = clientIdSchema.parse('c'.repeat(64));
export const START_MS = Date.UTC(2027, 0, 15, 8);

export interface Clock {
  bootedAtMs: number;
  ms: number;
}

export class Stores {
  readonly storage: SecureStorage;
  readonly clock: Clock;
  readonly clients: ClientRegistry;
  readonly policy: PolicyStore;
  readonly wallets: WalletStore;
  readonly bindings: BindingStore;
  readonly runningTime: RunningTime;
  readonly ledger: LimitLedger;

  constructor(dataDir: string, bootedAtMs = START_MS) {
    this.storage = openAt(dataDir);
    this.clock = { bootedAtMs, ms: bootedAtMs };
    this.clients = new ClientRegistry(this.storage);
    this.policy = new PolicyStore(this.storage, nobleEngine);
    this.wallets = new WalletStore(this.storage);
    this.bindings = new BindingStore(this.storage);
    const clock = { bootedAtMs, nowMs: () => this.clock.ms };
    const gaps = () => this.policy.current.operationAuthorization.gaps;
    this.runningTime = new RunningTime(this.storage, clock, gaps);
    this.ledger = new LimitLedger(this.storage, this.runningTime);
  }

  /** One transaction with some log row. */
  write(work: (tx: Transaction) => void): void {
    const log = { userId: OWNER, kind: 'wallet', atMs: this.clock.ms, record: utf8ToBytes('{}') } as const;
    this.storage.write((tx) => {
      work(tx);
      return { log, value: undefined };
    });
  }
}

export function terms(input: Partial<BindingTermsInput> = {}) {
  return bindingTermsSchema.parse({ type: 'Authorized', permissions: ['READ', 'SIGN'], ...input });
}

export function limit(perTransaction: number, perDay: number, asset = 'native', chainId = 1) {
  return { chainId, asset, perTransaction: String(perTransaction), perDay: String(perDay) };
}

export function recorder(): TraceRecorder {
  return new TraceRecorder(() => 0);
}

/** The checks that a trace shows, by outcome. */
export function outcomes(trace: TraceRecorder): string[] {
  return trace.entries
    .filter(({ outcome }) => outcome !== 'not-reached')
    .map(({ check, outcome }) => `${check} ${outcome}`);
}
