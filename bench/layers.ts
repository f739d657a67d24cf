// The four layers over one payment, without crypto and disk: how long they take, and whether that grows with what the
// device holds. Aim: flat, at most 200 µs an operation. Prints JSON; ratios are against a device with one of each.
import { BindingStore } from '../tee-sim/authorization/bindings.ts';
import { ClientRegistry } from '../tee-sim/authorization/clients.ts';
import { AuthorizationFramework, type OperationRequest } from '../tee-sim/authorization/framework.ts';
import { ClientAccess } from '../tee-sim/authorization/layer-1-client-access.ts';
import { LoginCheck } from '../tee-sim/authorization/layer-2-login.ts';
import { SessionTable } from '../tee-sim/authorization/layer-2-sessions.ts';
import { UserPermissions } from '../tee-sim/authorization/layer-3-permissions.ts';
import { OperationAuthorizer } from '../tee-sim/authorization/layer-4-operations.ts';
import { LimitLedger } from '../tee-sim/authorization/limit-ledger.ts';
import { PolicyStore } from '../tee-sim/authorization/policy.ts';
import type { Session } from '../tee-sim/authorization/session.ts';
import { TokenMint } from '../tee-sim/authorization/token.ts';
import { TraceRecorder } from '../tee-sim/authorization/trace.ts';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import type { Assessment } from '../tee-sim/protocol/assessment.ts';
import { bindingTermsSchema, type WalletId, walletIdSchema } from '../tee-sim/protocol/bindings.ts';
import { bytesToBase64Url, bytesToHex, u32be } from '../tee-sim/protocol/bytes.ts';
import { clientIdSchema, OPERATIONS } from '../tee-sim/protocol/clients.ts';
import { commands } from '../tee-sim/protocol/commands.ts';
import { type UserId, userIdSchema } from '../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../tee-sim/protocol/policy.ts';
import { MemoryStorage } from './shared/memory-storage.ts';
import { percentile, round, summarize } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
const OPERATIONS_A_ROUND = quick ? 200 : 1_000;
const ROUNDS = quick ? 5 : 20;
const NOW_MS = 1_800_000_000_000;
const MEASUREMENT = new Uint8Array(32).fill(1);
const AIM_US = 200;

interface Size {
  readonly clients: number;
  readonly sessions: number;
  readonly users: number;
  readonly ledgerRows: number;
}

const ONE: Size = { clients: 1, sessions: 1, users: 1, ledgerRows: 1 };
const LARGE: Size = { clients: 1_000, sessions: 10_000, users: 1_000, ledgerRows: 100_000 };
const SIZES: Readonly<Record<string, Size>> = {
  oneOfEach: ONE,
  clients: { ...ONE, clients: LARGE.clients },
  sessions: { ...ONE, sessions: LARGE.sessions },
  users: { ...ONE, users: LARGE.users },
  ledgerRows: { ...ONE, ledgerRows: LARGE.ledgerRows },
  all: LARGE,
};

/** Stands in for SM3: tokens are minted and redeemed, but nothing is hashed. */
const sm3 = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(32).fill(parts.reduce((sum, { length }) => sum + length, 0));
const engine = { ...nobleEngine, sm3 };

const id = (i: number): string => bytesToBase64Url(new Uint8Array([...new Uint8Array(12), ...u32be(i)]));
const walletIdOf = (i: number): WalletId => walletIdSchema.parse(id(i));
const userIdOf = (i: number): UserId => userIdSchema.parse(id(i));
const clientIdOf = (i: number) =>
  clientIdSchema.parse(bytesToHex(new Uint8Array(32).fill(7)).slice(8) + hex(i));
const hex = (i: number): string => i.toString(16).padStart(8, '0');

const LIMIT = { chainId: 1, asset: 'native', perTransaction: '1000', perDay: '1000000' } as const;
const terms = bindingTermsSchema.parse({
  type: 'Authorized',
  permissions: ['READ', 'SIGN'],
  limits: [LIMIT],
});

/** Layers over a device of that size, and what its sessions ask. */
class Device {
  readonly samplesUs: number[] = [];
  readonly #framework: AuthorizationFramework;
  readonly #requests: readonly OperationRequest[];
  #next = 0;

  constructor(size: Size) {
    const storage = new MemoryStorage();
    const policyStore = new PolicyStore(storage, engine);
    const policy = structuredClone(policyStore.current);
    policy.sessionSecurity.maxSessions = LARGE.sessions;
    const clock = { bootedAtMs: NOW_MS, nowMs: () => NOW_MS, laterMs: () => NOW_MS };
    const runningTime = { nowMs: clock.nowMs, record: () => undefined };
    const clients = new ClientRegistry(storage);
    const bindings = new BindingStore(storage);
    const ledger = new LimitLedger(storage, runningTime);
    const sessions = new SessionTable(engine, randomBytes, clock.nowMs, () => policy.sessionSecurity);
    fill(storage, size, { clients, bindings, ledger });
    const opened = Array.from({ length: size.sessions }, (_, i) => openSession(sessions, size, i));
    const { nowMs, laterMs } = clock;
    const layers = {
      clientAccess: new ClientAccess({
        clients,
        policy: () => policy,
        nowMs: () => performance.now(),
        wallMs: laterMs,
      }),
      login: new LoginCheck(sessions, () => true),
      permissions: new UserPermissions({ bindings, ledger, laterMs }),
      operations: new OperationAuthorizer({
        authenticator: { verify: unreachable },
        sessions,
        policy: () => policy,
        laterMs: nowMs,
      }),
    };
    const digest = policyStore.digest;
    this.#framework = new AuthorizationFramework(
      layers,
      new TokenMint(engine, randomBytes, nowMs),
      () => digest,
    );
    // Spread over the whole device, so that nothing is asked for twice in a row.
    this.#requests = Array.from({ length: OPERATIONS_A_ROUND }, (_, i) => {
      const session = opened[(i * 7_919) % opened.length];
      if (session === undefined) throw new Error('unreachable');
      return requestOf(session, Number.parseInt(session.client.name, 10) % size.users);
    });
  }

  runRound(): void {
    for (const request of this.#requests) {
      const amount = BigInt((this.#next % 100) + 1);
      this.#next += 1;
      const startedAtMs = performance.now();
      const trace = new TraceRecorder(() => performance.now());
      const admission = this.#framework.admit(request, trace);
      const demands = {
        spend: { chainId: 1, amounts: [{ asset: 'native', amount }], unbounded: false },
        assessed: { known: HISTORY, assessment: ASSESSMENT, bounds: defaultPolicy.operationAuthorization },
      } as const;
      const grant = this.#framework.authorize(request, admission, demands, trace);
      this.#framework.redeem(request, admission, grant);
      this.samplesUs.push((performance.now() - startedAtMs) * 1_000);
    }
  }
}

const ASSESSMENT: Assessment = { score: 0, level: 'Standard', factors: [] };
/** Looked at by the rules of risk, which are no layer. */
const HISTORY = {} as never;

function fill(
  storage: MemoryStorage,
  { clients, users, ledgerRows }: Size,
  stores: { clients: ClientRegistry; bindings: BindingStore; ledger: LimitLedger },
): void {
  const tx = storage.transaction();
  const permissions = {
    allowedOperations: [...OPERATIONS],
    rateLimit: { requests: 1_000_000, perMs: 1_000 },
  };
  const binaryHash = bytesToHex(MEASUREMENT);
  for (let i = 0; i < clients; i += 1) {
    const record = {
      clientId: clientIdOf(i),
      name: String(i),
      binaryHash,
      permissions,
      registeredAtMs: NOW_MS,
    };
    stores.clients.put(tx, record, 'tee');
  }
  for (let i = 0; i < users; i += 1) {
    const ids = { walletId: walletIdOf(i), userId: userIdOf(i) };
    stores.bindings.put(tx, { ...ids, terms, createdAtMs: NOW_MS });
  }
  for (let i = 0; i < ledgerRows; i += 1) {
    const ids = { walletId: walletIdOf(i), userId: userIdOf(i % users) };
    stores.ledger.add(tx, { ...ids, chainId: 1, asset: 'native' }, 10n);
  }
}

function openSession(sessions: SessionTable, { clients, users }: Size, i: number): Session {
  const client = { id: clientIdOf(i % clients), name: String(i), programChanged: false };
  const { id: sessionId } = sessions.open(client, 'main-window', new Uint8Array(32));
  return sessions.login(sessionId, { id: userIdOf(i % users), name: 'u', role: 'user' }, undefined);
}

function requestOf(session: Session, user: number): OperationRequest {
  const { access } = commands.SIGN_TRANSACTION;
  if (access === undefined) throw new Error('unreachable');
  return {
    session,
    command: 'SIGN_TRANSACTION',
    access,
    walletId: walletIdOf(user),
    measurement: MEASUREMENT,
    driverContext: undefined,
    proof: undefined,
    proofPasswords: [],
    payloadDigest: new Uint8Array(32),
    requestDigest: new Uint8Array(32),
    atMs: NOW_MS,
  };
}

function unreachable(): never {
  throw new Error('no proof is shown');
}

const devices = Object.entries(SIZES).map(([name, size]) => ({ name, size, device: new Device(size) }));
// One round to warm up; then all sizes in turn, so that a busy moment meets each of them.
for (const { device } of devices) {
  device.runRound();
  device.samplesUs.length = 0;
}
for (let i = 0; i < ROUNDS; i += 1) {
  for (const { device } of devices) device.runRound();
  console.error(`round ${i + 1} of ${ROUNDS}`);
}
const [base] = devices;
const p50 = ({ samplesUs }: Device): number => percentile(samplesUs, 0.5);
const results = devices.map(({ name, size, device }) => ({
  name,
  size,
  us: summarize(device.samplesUs),
  ratio: round(p50(device) / (base === undefined ? Number.NaN : p50(base.device))),
}));
const met = devices.every(({ device }) => p50(device) <= AIM_US);
console.log(JSON.stringify({ bench: 'layers', results, aim: { us: AIM_US, met } }, undefined, 2));
