// Wires the Trusted Application: its stores, the four layers over them, and what they mint and log.
import { AccountKeys } from '../authorization/account-keys.ts';
import { Authenticator } from '../authorization/authenticator.ts';
import { BindingStore } from '../authorization/bindings.ts';
import { ChallengeIssuer } from '../authorization/challenge.ts';
import { ClientRegistry } from '../authorization/clients.ts';
import { ContactStore } from '../authorization/contacts.ts';
import { DenialLog } from '../authorization/denials.ts';
import { wipeExpiredKeys } from '../authorization/expired-bindings.ts';
import { AuthorizationFramework } from '../authorization/framework.ts';
import { ClientAccess } from '../authorization/layer-1-client-access.ts';
import { LoginCheck } from '../authorization/layer-2-login.ts';
import { SessionTable } from '../authorization/layer-2-sessions.ts';
import { UserPermissions } from '../authorization/layer-3-permissions.ts';
import { OperationAuthorizer } from '../authorization/layer-4-operations.ts';
import { LimitLedger } from '../authorization/limit-ledger.ts';
import { LockOuts } from '../authorization/lock-outs.ts';
import { OpeningRate } from '../authorization/opening-rate.ts';
import { argon2idKdf, type PasswordKdf } from '../authorization/password.ts';
import { PolicyStore } from '../authorization/policy.ts';
import { RunningTime } from '../authorization/running-time.ts';
import type { TeeClock } from '../authorization/tee-clock.ts';
import { TokenMint } from '../authorization/token.ts';
import { UserStore } from '../authorization/users.ts';
import { WalletStore } from '../authorization/wallets.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { HistoryStore } from '../risk/history.ts';
import type { SecureStorage } from '../storage/storage.ts';
import type { TaServices, TeeFacts } from '../ta/call.ts';
import { KeystoreQueue } from '../ta/keystore-job.ts';
import { SignatureStore } from '../ta/signatures.ts';
import { TrustedApplication } from '../ta/trusted-application.ts';

export interface TaWiring {
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  readonly clock: TeeClock;
  readonly storage: SecureStorage;
  readonly status: TeeFacts;
  readonly kdf?: PasswordKdf | undefined;
}

export interface WiredTa {
  readonly ta: TrustedApplication;
  readonly sessions: SessionTable;
  readonly policy: PolicyStore;
  readonly openings: OpeningRate;
  /** Ends every session and zeroes the boot's keys of authorization. */
  destroy(): void;
}

/** @throws CORRUPT_OBJECT when what is stored of policy or running time does not hold */
export function wireTa(wiring: TaWiring): WiredTa {
  const { engine, random, clock, storage, kdf = argon2idKdf } = wiring;
  const laterMs = (): number => clock.laterMs();
  const services = wireServices(wiring);
  const { sessions, policy, clients, users, bindings, ledger, authenticator, challenges } = services;
  const current = () => policy.current;
  wipeExpiredKeys({ storage, bindings, nowMs: () => clock.nowMs(), laterMs }, bindings.allSound());
  const tokens = new TokenMint(engine, random, laterMs);
  const layers = {
    clientAccess: new ClientAccess({ clients, policy: current, nowMs: () => clock.nowMs(), wallMs: laterMs }),
    login: new LoginCheck(sessions, () => users.ownerExists()),
    permissions: new UserPermissions({ bindings, ledger, laterMs }),
    operations: new OperationAuthorizer({ authenticator, sessions, policy: current, laterMs }),
  };
  const framework = new AuthorizationFramework(layers, tokens, () => policy.digest);
  const denials = new DenialLog(
    storage,
    () => clock.nowMs(),
    () => policy.current.auditMonitoring.denialRowsPerMinute,
  );
  const openings = new OpeningRate(() => clock.nowMs());
  return {
    ta: new TrustedApplication({ engine, storage, services, framework, denials, openings, kdf }),
    sessions,
    policy,
    openings,
    destroy: () => {
      sessions.closeAll();
      tokens.destroy();
      challenges.destroy();
    },
  };
}

function wireServices({
  engine,
  random,
  clock,
  storage,
  status,
  kdf,
}: TaWiring): Omit<TaServices, 'storage'> {
  const policy = new PolicyStore(storage, engine);
  const current = () => policy.current;
  const runningTime = new RunningTime(storage, clock, () => policy.current.operationAuthorization.gaps);
  const users = new UserStore({ storage, engine, random, kdf, runningMs: () => runningTime.nowMs() });
  const lockOuts = new LockOuts({ storage, engine, random, runningTime, policy: current });
  const sessions = new SessionTable(
    engine,
    random,
    () => clock.laterMs(),
    () => policy.current.sessionSecurity,
  );
  const wallets = new WalletStore(storage);
  const bindings = new BindingStore(storage);
  return {
    engine,
    random,
    clock,
    challenges: new ChallengeIssuer(engine, random, () => clock.nowMs()),
    sessions,
    users,
    authenticator: new Authenticator({ storage, users, lockOuts, runningTime, clock, engine, random }),
    lockOuts,
    clients: new ClientRegistry(storage),
    policy,
    wallets,
    bindings,
    accountKeys: new AccountKeys({ engine, sessions, bindings, wallets }),
    contacts: new ContactStore(storage),
    keystores: new KeystoreQueue(),
    signatures: new SignatureStore(storage),
    ledger: new LimitLedger(storage, runningTime),
    runningTime,
    history: new HistoryStore(engine, random),
    status,
  };
}
