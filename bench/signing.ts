// Signing: from sealed request to verified answer with all four layers and a durable row, on both engines, taking
// turns; the bare secp256k1 signature beside the libraries that people know. And what wallets cost: to make, to list
// with a thousand accounts, to keep a thousand of. Prints JSON. `--quick`: fewer of everything.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { ethers } from 'ethers';
import { recoverTransactionAddress } from 'viem';
import { sign as viemSign } from 'viem/accounts';
import type { TeeClient } from '../tee-sim/client/tee-client.ts';
import type { EngineName } from '../tee-sim/crypto/engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bytesToHex, bytesToUtf8 } from '../tee-sim/protocol/bytes.ts';
import type { TransactionInput } from '../tee-sim/protocol/ethereum.ts';
import { addressOfKey, isPrivateKey, signDigest } from '../tee-sim/wallet/account-key.ts';
import { type Harness, startTee } from '../test/helpers/tee-harness.ts';
import { BENCH_CLIENT, connectBench } from './shared/bench-client.ts';
import { race } from './shared/race.ts';
import { residentKiB } from './shared/resident.ts';
import { features } from './shared/sample-request.ts';
import { round, summarize } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 4 : 40;
const PER_ROUND = { noble: 10, 'sm-crypto': 3 } as const;
const NEW_WALLETS = quick ? 5 : 40;
const LISTED_ACCOUNTS = quick ? 200 : 1_000;
const LISTINGS = quick ? 5 : 40;
const KEPT_WALLETS = quick ? 100 : 1_000;
const AIM = { p50Ms: 10 };

const NO_PASSPHRASE = new Uint8Array(0);
const RECIPIENT = '0x52908400098527886E0F7030069857D2E4169EE7';

interface Contender {
  readonly engine: EngineName;
  readonly tee: Harness;
  readonly client: TeeClient;
  readonly walletId: WalletId;
  readonly prepareMs: number[];
  readonly signMs: number[];
}
type WalletId = Awaited<ReturnType<typeof newWallet>>;

async function connected(engine: EngineName): Promise<{ tee: Harness; client: TeeClient }> {
  const tee = await startTee({ clientEngine: engine, teeEngine: engine });
  const client = await tee.newClient(undefined, engine, BENCH_CLIENT);
  await connectBench(tee.client, client, tee.clientMeasurement);
  return { tee, client };
}

/** Drawn, shown, three of its words checked, made. */
async function newWallet(client: TeeClient, name: string) {
  const { result, secrets } = await client.invoke('PREPARE_WALLET', { words: 12 });
  const words = bytesToUtf8(secrets[0] ?? new Uint8Array(0)).split(' ');
  const checkedWords = result.wordsToCheck.map((place) => words[place] ?? '');
  const made = await client.invoke('CREATE_WALLET', { name, checkedWords }, { secrets: [NO_PASSPHRASE] });
  return made.result.walletId;
}

function transfer(nonce: number): TransactionInput {
  return {
    type: 'eip1559',
    chainId: 1,
    nonce: String(nonce),
    to: RECIPIENT,
    valueWei: '1000000000000000',
    data: '0x',
    gasLimit: '21000',
    maxFeePerGasWei: '20000000000',
    maxPriorityFeePerGasWei: '1000000000',
    accessList: [],
  };
}

async function signOnce({ client, walletId, prepareMs, signMs }: Contender): Promise<void> {
  const startedAtMs = performance.now();
  const params = { walletId, account: 0, transaction: transfer(signMs.length) };
  const { reviewId } = (await client.invoke('PREPARE_TRANSACTION', params, { features })).result;
  const preparedAtMs = performance.now();
  const { result } = await client.invoke('SIGN_TRANSACTION', { walletId, reviewId });
  signMs.push(performance.now() - preparedAtMs);
  prepareMs.push(preparedAtMs - startedAtMs);
  if (signMs.length === 1) await requireSender(result);
}

/** What is measured is a signature: once, another library says whose. */
async function requireSender(signed: { signer: string; transaction?: { raw: Uint8Array } | undefined }) {
  const serializedTransaction =
    `0x02${bytesToHex(signed.transaction?.raw ?? NO_PASSPHRASE).slice(2)}` as const;
  const sender = await recoverTransactionAddress({ serializedTransaction });
  if (sender !== signed.signer) throw new Error(`signed by ${sender}, not by ${signed.signer}`);
}

async function enter(engine: EngineName): Promise<Contender> {
  const { tee, client } = await connected(engine);
  const walletId = await newWallet(client, 'bench');
  const contender: Contender = { engine, tee, client, walletId, prepareMs: [], signMs: [] };
  // The first payments to somebody, and the first through a new process, are not what is measured.
  for (let i = 0; i < 5; i += 1) await signOnce(contender);
  contender.prepareMs.length = 0;
  contender.signMs.length = 0;
  return contender;
}

async function compareEngines() {
  const contenders = [await enter('noble'), await enter('sm-crypto')] as const;
  try {
    for (let i = 0; i < ROUNDS; i += 1) {
      for (const contender of contenders) {
        for (let n = 0; n < PER_ROUND[contender.engine]; n += 1) await signOnce(contender);
      }
      console.error(`signing, round ${i + 1} of ${ROUNDS}`);
    }
    const [noble, reference] = contenders.map(({ prepareMs, signMs }) => ({
      prepareMs: summarize(prepareMs),
      signMs: summarize(signMs),
    }));
    if (noble === undefined || reference === undefined) throw new Error('nothing was measured');
    const ratioP50 = round(reference.signMs.p50 / noble.signMs.p50);
    return { noble, 'sm-crypto': reference, ratioP50, aim: { ...AIM, met: noble.signMs.p50 <= AIM.p50Ms } };
  } finally {
    await Promise.all(contenders.map(({ tee }) => tee.stop()));
  }
}

/** Over 32 bytes that are hashed already. Ours recovers who signed before it lets go of it. */
function compareBareSignatures() {
  console.error('bare secp256k1 signatures');
  const key = newKey();
  const account = { privateKey: key, address: addressOfKey(key) };
  const digest = randomBytes(32);
  const hash = `0x${bytesToHex(digest)}` as const;
  const privateKey = `0x${bytesToHex(key)}` as const;
  const ethersKey = new ethers.SigningKey(privateKey);
  const figures = race({
    ours: () => signDigest(digest, account),
    noble: () => secp256k1.sign(digest, key, { prehash: false, format: 'recovered' }),
    // Its promise is one in name only: all of the work is done when it returns.
    viem: () => viemSign({ hash, privateKey }),
    ethers: () => ethersKey.sign(hash),
  });
  return { figures, ratioToNoble: round(figures.ours.p50Us / figures.noble.p50Us) };
}

function newKey(): Uint8Array {
  const key = randomBytes(32);
  return isPrivateKey(key) ? key : newKey();
}

async function timesMs(count: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const startedAtMs = performance.now();
    await work(i);
    times.push(performance.now() - startedAtMs);
  }
  return times;
}

async function measureWallets() {
  const { tee, client } = await connected('noble');
  try {
    const create = await timesMs(NEW_WALLETS, (i) => newWallet(client, `new ${i}`));
    console.error(`${NEW_WALLETS} wallets made`);
    const walletId = await newWallet(client, 'many accounts');
    const derive: number[] = [];
    for (let accounts = 1; accounts < LISTED_ACCOUNTS; accounts += 100) {
      const count = Math.min(100, LISTED_ACCOUNTS - accounts);
      derive.push(...(await timesMs(1, () => client.invoke('DERIVE_ACCOUNTS', { walletId, count }))));
    }
    const list = await timesMs(LISTINGS, async () => {
      const { result } = await client.invoke('GET_WALLET', { walletId });
      if (result.accounts.length !== LISTED_ACCOUNTS) throw new Error(`${result.accounts.length} accounts`);
    });
    console.error(`${LISTED_ACCOUNTS} accounts listed`);
    return {
      createMs: summarize(create),
      derive100Ms: summarize(derive),
      list: { accounts: LISTED_ACCOUNTS, ms: summarize(list) },
    };
  } finally {
    await tee.stop();
  }
}

async function measureMemory() {
  const { tee, client } = await connected('noble');
  try {
    const { pid } = tee.teeProcess();
    if (pid === undefined) throw new Error('the TEE does not run');
    const beforeKiB = await residentKiB(pid);
    const imports = await timesMs(KEPT_WALLETS, (i) =>
      client.invoke('IMPORT_KEY', { name: `kept ${i}` }, { secrets: [newKey()] }),
    );
    console.error(`${KEPT_WALLETS} wallets kept`);
    const afterKiB = await residentKiB(pid);
    const list = await timesMs(LISTINGS, async () => {
      const { wallets } = (await client.invoke('LIST_WALLETS', {})).result;
      if (wallets.length !== KEPT_WALLETS) throw new Error(`${wallets.length} wallets`);
    });
    return {
      wallets: KEPT_WALLETS,
      importKeyMs: summarize(imports),
      resident: { beforeKiB, afterKiB, ratio: round(afterKiB / beforeKiB) },
      listMs: summarize(list),
    };
  } finally {
    await tee.stop();
  }
}

const bare = compareBareSignatures();
const signing = await compareEngines();
const wallets = await measureWallets();
const memory = await measureMemory();
console.log(
  JSON.stringify({ bench: 'signing', baseline: 'sm-crypto', bare, signing, wallets, memory }, undefined, 2),
);
