// The commands of a client that reaches the running app: what it asks of the TEE, and what it tells.
// Must never leave its session, its key or a password behind.
import { localAddress } from '../main/local-address.ts';
import { measureFile } from '../main/measure.ts';
import type { AttestationView } from '../tee-sim/client/attestation.ts';
import { keyProver } from '../tee-sim/client/client-proof.ts';
import { TeeClient } from '../tee-sim/client/tee-client.ts';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bytesToHex, wipe } from '../tee-sim/protocol/bytes.ts';
import type { CommandResult } from '../tee-sim/protocol/commands.ts';
import { connectToApp } from './app-connection.ts';
import type { ClientCall, NewClient } from './client-arguments.ts';
import { createCredential, credentialPins, readCredential } from './credential.ts';

export interface ClientSurroundings {
  /** This program's own file, which the driver will measure. */
  readonly clientPath: string;
  readonly expectedTeeMeasurement: Uint8Array;
  /** The running app's data folder. */
  readonly appFolder: string;
  /** Of `call.user`; zeroed here. */
  readonly readPassword: (call: ClientCall) => Promise<Uint8Array>;
}

export interface CreatedClient {
  readonly file: string;
  readonly clientId: string;
  readonly programHash: string;
}

export interface ClientAnswer {
  readonly simulated: true;
  readonly clientId: string;
  readonly clientName: string;
  /** The device owner has not confirmed this version of the program: only the status is answered. */
  readonly programChanged: boolean;
  readonly device: string;
  /** Whether this was the first time that this client file met it. */
  readonly firstUse: boolean;
  readonly user?: string;
  readonly status?: Omit<CommandResult<'GET_ACCOUNT'>, 'typingTemplateHash'> & { readonly tee: string };
  readonly wallets?: CommandResult<'LIST_WALLETS'>['wallets'];
  /** Of them, those that the TEE cannot read. */
  readonly damagedWallets?: CommandResult<'LIST_WALLETS'>['damaged'];
  readonly history?: CommandResult<'LIST_RISK_LOGS'>;
}

const engine = nobleEngine;
const HISTORY_ROWS = 50;

/** @throws CheckFailed */
export async function newClient({ file, name }: NewClient, clientPath: string): Promise<CreatedClient> {
  const { certificate } = await createCredential(file, name, engine, randomBytes);
  return {
    file,
    clientId: bytesToHex(engine.sm3(certificate)),
    programHash: bytesToHex(await measureFile(clientPath)),
  };
}

/** One connection, one session, one answer. @throws CheckFailed · TeeError */
export async function callAsClient(call: ClientCall, around: ClientSurroundings): Promise<ClientAnswer> {
  const { privateKey, certificate } = await readCredential(call.file, engine);
  try {
    const { clientPath, expectedTeeMeasurement: tee } = around;
    const connection = await connectToApp(localAddress(around.appFolder), clientPath);
    try {
      const measurement = await measureFile(clientPath);
      const client = new TeeClient({
        transport: connection.transport,
        prover: keyProver(engine, { privateKey, certificate, measurement }, randomBytes),
        engine,
        random: randomBytes,
        pins: credentialPins(call.file, tee),
        expected: { tee },
        monotonicNowMs: () => performance.now(),
      });
      const view = await client.connect();
      return await inSession(client, call, around, view, bytesToHex(engine.sm3(certificate)));
    } finally {
      connection.close();
    }
  } finally {
    wipe(privateKey);
  }
}

async function inSession(
  client: TeeClient,
  call: ClientCall,
  around: ClientSurroundings,
  view: AttestationView,
  clientId: string,
): Promise<ClientAnswer> {
  try {
    if (call.user !== undefined) await logIn(client, call.user, await around.readPassword(call));
    const { clientName = '', programChanged = false } = client.session ?? {};
    const { deviceFingerprint: device, firstUse, measurements } = view;
    const about = { simulated: true, clientId, clientName, programChanged, device, firstUse } as const;
    const user = client.user === undefined ? {} : { user: client.user.name };
    return { ...about, ...user, ...(await ask(client, call.command, measurements.tee)) };
  } finally {
    await client.disconnect().catch(() => undefined);
  }
}

async function logIn(client: TeeClient, user: string, password: Uint8Array): Promise<void> {
  try {
    await client.login({ factor: 'password', user }, [password]);
  } finally {
    wipe(password);
  }
}

async function ask(
  client: TeeClient,
  command: ClientCall['command'],
  tee: string,
): Promise<Pick<ClientAnswer, 'status' | 'wallets' | 'damagedWallets' | 'history'>> {
  switch (command) {
    case 'status': {
      const { typingTemplateHash: _, ...account } = (await client.invoke('GET_ACCOUNT', {})).result;
      return { status: { ...account, tee } };
    }
    case 'wallets': {
      const { wallets, damaged } = (await client.invoke('LIST_WALLETS', {})).result;
      return { wallets, damagedWallets: damaged };
    }
    case 'history':
      return { history: (await client.invoke('LIST_RISK_LOGS', { limit: HISTORY_ROWS })).result };
  }
}
